package org.gradus.simd;

import static org.gradus.simd.Species.F;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import org.gradus.core.backend.Numerics;
import org.gradus.core.backend.Rows;
import org.gradus.core.backend.Workers;
import org.gradus.core.scalar.ScalarMath;

/** Softmax and its kin by vectors. */
public final class SimdRows implements Rows {
    private static final int L = F.length();

    /** So many elements make a piece of work. */
    private static final int GRAIN = 1 << 14;

    private final Workers workers;

    /**
     * Makes the family.
     *
     * @param workers the threads that it may use
     */
    public SimdRows(Workers workers) {
        this.workers = workers;
    }

    /** Some rows of a kernel, with the working space of one thread. */
    private interface Part {
        void run(int from, int to, SimdLanes lanes);
    }

    private void split(int rows, int n, Part part) {
        int each = Math.max(1, GRAIN / Math.max(1, n));
        int pieces = (rows + each - 1) / each;
        if (pieces <= 1) {
            part.run(0, rows, new SimdLanes());
        } else {
            workers.run(pieces, p -> part.run(p * each, Math.min(rows, (p + 1) * each), new SimdLanes()));
        }
    }

    @Override
    public void softmax(int rows, int n, float[] x, float[] y) {
        split(rows, n, (from, to, lanes) -> {
            exponentials(from, to, n, x, y, lanes);
            for (int r = from; r < to; r++) {
                divide(y, r * n, n, lanes.sum(y, r * n, n));
            }
        });
    }

    @Override
    public void softmaxGradient(int rows, int n, float[] y, float[] dy, float[] dx) {
        split(rows, n, (from, to, lanes) -> {
            for (int r = from; r < to; r++) {
                softmaxGradient(n, y, dy, dx, r * n, lanes.dot(dy, r * n, y, r * n, n));
            }
        });
    }

    private static void softmaxGradient(int n, float[] y, float[] dy, float[] dx, int row, float dot) {
        int i = row;
        for (; i <= row + n - L; i += L) {
            FloatVector d = FloatVector.fromArray(F, dy, i).sub(dot);
            FloatVector.fromArray(F, y, i).mul(d).intoArray(dx, i);
        }
        for (; i < row + n; i++) {
            dx[i] = y[i] * (dy[i] - dot);
        }
    }

    @Override
    public void logSoftmax(int rows, int n, float[] x, float[] y) {
        split(rows, n, (from, to, lanes) -> {
            exponentials(from, to, n, x, y, lanes);
            for (int r = from; r < to; r++) {
                float logSum = ScalarMath.log(lanes.sum(y, r * n, n));
                subtract(x, r * n, n, lanes.extreme(1f, x, r * n, n), logSum, y);
            }
        });
    }

    /** {@code y = (x − max) − logSum}. */
    private static void subtract(float[] x, int row, int n, float max, float logSum, float[] y) {
        int i = row;
        for (; i <= row + n - L; i += L) {
            FloatVector.fromArray(F, x, i).sub(max).sub(logSum).intoArray(y, i);
        }
        for (; i < row + n; i++) {
            y[i] = (x[i] - max) - logSum;
        }
    }

    @Override
    public void logSoftmaxGradient(int rows, int n, float[] y, float[] dy, float[] dx) {
        split(rows, n, (from, to, lanes) -> {
            for (int r = from; r < to; r++) {
                logSoftmaxGradient(n, y, dy, dx, r * n, lanes.sum(dy, r * n, n), lanes.space());
            }
        });
    }

    private static void logSoftmaxGradient(int n, float[] y, float[] dy, float[] dx, int row, float sum, float[] rest) {
        FloatVector s = FloatVector.broadcast(F, sum);
        int i = row;
        for (; i <= row + n - L; i += L) {
            FloatVector e = SimdMath.exp(FloatVector.fromArray(F, y, i)).neg();
            e.fma(s, FloatVector.fromArray(F, dy, i)).intoArray(dx, i);
        }
        int left = row + n - i;
        if (left > 0) {
            System.arraycopy(y, i, rest, 0, left);
            SimdMath.exp(FloatVector.fromArray(F, rest, 0)).intoArray(rest, 0);
            for (int k = 0; k < left; k++) {
                dx[i + k] = Math.fma(-rest[k], sum, dy[i + k]);
            }
        }
    }

    @Override
    public void logSumExp(int rows, int n, float[] x, float[] y) {
        split(rows, n, (from, to, lanes) -> {
            float[] e = new float[n];
            for (int r = from; r < to; r++) {
                float max = lanes.extreme(1f, x, r * n, n);
                exponentialsOfRow(n, x, r * n, max, e, 0, lanes);
                y[r] = Float.isInfinite(max) ? max : max + ScalarMath.log(lanes.sum(e, 0, n));
            }
        });
    }

    @Override
    public void crossEntropy(
            int rows,
            int n,
            float[] x,
            int[] target,
            int ignored,
            double smoothing,
            float[] loss,
            float[] probabilities) {
        float alpha = (float) smoothing;
        float rest = (float) (1 - smoothing);
        split(rows, n, (from, to, lanes) -> {
            exponentials(from, to, n, x, probabilities, lanes);
            for (int r = from; r < to; r++) {
                int row = r * n;
                if (target[r] == ignored) {
                    loss[r] = 0f;
                    Arrays.fill(probabilities, row, row + n, 0f);
                    continue;
                }
                float max = lanes.extreme(1f, x, row, n);
                float sum = lanes.sum(probabilities, row, n);
                divide(probabilities, row, n, sum);
                float logSum = ScalarMath.log(sum);
                loss[r] = logSum - (x[row + target[r]] - max);
                if (smoothing > 0) {
                    float everywhere = logSum - lanes.deviations(x, row, n, max) / n;
                    loss[r] = Math.fma(rest, loss[r], alpha * everywhere);
                }
            }
        });
    }

    @Override
    public void crossEntropyGradient(
            int rows,
            int n,
            float[] probabilities,
            int[] target,
            int ignored,
            double smoothing,
            float[] dLoss,
            float[] dx) {
        float elsewhere = (float) (smoothing / n);
        float atTarget = (float) (1 - smoothing + smoothing / n);
        split(rows, n, (from, to, lanes) -> {
            for (int r = from; r < to; r++) {
                int row = r * n;
                if (target[r] == ignored) {
                    Arrays.fill(dx, row, row + n, 0f);
                    continue;
                }
                float p = probabilities[row + target[r]];
                subtractAndScale(probabilities, row, n, elsewhere, dLoss[r], dx);
                dx[row + target[r]] = (p - atTarget) * dLoss[r];
            }
        });
    }

    /** {@code y = (x − d)·scale}. */
    private static void subtractAndScale(float[] x, int row, int n, float d, float scale, float[] y) {
        int i = row;
        for (; i <= row + n - L; i += L) {
            FloatVector.fromArray(F, x, i).sub(d).mul(scale).intoArray(y, i);
        }
        for (; i < row + n; i++) {
            y[i] = (x[i] - d) * scale;
        }
    }

    private static void divide(float[] y, int row, int n, float by) {
        int i = row;
        for (; i <= row + n - L; i += L) {
            FloatVector.fromArray(F, y, i).div(by).intoArray(y, i);
        }
        for (; i < row + n; i++) {
            y[i] /= by;
        }
    }

    /** {@code y = e^(x − max)} with each row's maximum; short rows share vectors. */
    private static void exponentials(int from, int to, int n, float[] x, float[] y, SimdLanes lanes) {
        if (n >= Numerics.SHORT) {
            for (int r = from; r < to; r++) {
                float max = lanes.extreme(1f, x, r * n, n);
                exponentialsOfRow(n, x, r * n, max, y, r * n, lanes);
            }
            return;
        }
        for (int r = from; r < to; r++) {
            float max = lanes.extreme(1f, x, r * n, n);
            for (int i = r * n; i < (r + 1) * n; i++) {
                y[i] = x[i] - max;
            }
        }
        exponentialsOfRow((to - from) * n, y, from * n, 0f, y, from * n, lanes);
    }

    private static void exponentialsOfRow(int n, float[] x, int xOff, float max, float[] y, int yOff, SimdLanes lanes) {
        int i = 0;
        for (; i <= n - L; i += L) {
            SimdMath.exp(FloatVector.fromArray(F, x, xOff + i).sub(max)).intoArray(y, yOff + i);
        }
        if (i < n) {
            float[] rest = lanes.space();
            System.arraycopy(x, xOff + i, rest, 0, n - i);
            SimdMath.exp(FloatVector.fromArray(F, rest, 0).sub(max)).intoArray(rest, 0);
            System.arraycopy(rest, 0, y, yOff + i, n - i);
        }
    }
}
