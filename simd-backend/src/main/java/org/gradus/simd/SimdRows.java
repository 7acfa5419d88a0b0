package org.gradus.simd;

import static org.gradus.simd.Species.F;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import org.gradus.core.backend.Rows;
import org.gradus.core.backend.UnaryOp;
import org.gradus.core.backend.Workers;
import org.gradus.core.scalar.ScalarMath;

/** Softmax and its kin by vectors. */
public final class SimdRows implements Rows {
    private static final int L = F.length();

    /** So many elements make a piece of work. */
    private static final int GRAIN = 1 << 14;

    /** Rows of so many elements are taken together, so that their exponentials stay in the first cache. */
    private static final int GROUP = 1 << 11;

    /** Exponentials, which few rows make so few of that their loop would box its vectors for hundreds of steps. */
    static final Rehearsal REHEARSAL = new Rehearsal(1, SimdRows::practise);

    /** A step may have so few exponentials that they are asked for once. */
    private static final int TURNS = 4;

    private static final float[] ONES = new float[Rehearsal.STEPS * L];

    private final RowPieces rowPieces;

    /**
     * Makes the family.
     *
     * @param workers the threads that it may use
     */
    public SimdRows(Workers workers) {
        rowPieces = new RowPieces(workers, GRAIN, GROUP);
    }

    @Override
    public void softmax(int rows, int n, float[] x, float[] y) {
        rowPieces.run(rows, n, (from, to, lanes) -> {
            float[] max = Buffers.take(Buffers.Use.MAXIMA, to - from);
            float[] e = exponentials(from, to, n, x, max);
            for (int r = from; r < to; r++) {
                int at = (r - from) * n;
                divide(e, at, n, lanes.sum(e, at, n), y, r * n);
            }
        });
    }

    @Override
    public void softmaxGradient(int rows, int n, float[] y, float[] dy, float[] dx) {
        rowPieces.run(rows, n, (from, to, lanes) -> {
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
        rowPieces.run(rows, n, (from, to, lanes) -> {
            float[] max = Buffers.take(Buffers.Use.MAXIMA, to - from);
            float[] e = exponentials(from, to, n, x, max);
            for (int r = from; r < to; r++) {
                float logSum = ScalarMath.log(lanes.sum(e, (r - from) * n, n));
                subtract(x, r * n, n, max[r - from], logSum, y);
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
        rowPieces.run(rows, n, (from, to, lanes) -> {
            float[] e = Buffers.take(Buffers.Use.ROW, (to - from) * n + L);
            System.arraycopy(y, from * n, e, 0, (to - from) * n);
            exponentials((to - from) * n, e);
            for (int r = from; r < to; r++) {
                logSoftmaxGradient(n, e, (r - from) * n, lanes.sum(dy, r * n, n), dy, dx, r * n);
            }
        });
    }

    private static void logSoftmaxGradient(int n, float[] e, int at, float sum, float[] dy, float[] dx, int row) {
        FloatVector s = FloatVector.broadcast(F, sum);
        int i = 0;
        for (; i <= n - L; i += L) {
            FloatVector p = FloatVector.fromArray(F, e, at + i).neg();
            p.fma(s, FloatVector.fromArray(F, dy, row + i)).intoArray(dx, row + i);
        }
        for (; i < n; i++) {
            dx[row + i] = Math.fma(-e[at + i], sum, dy[row + i]);
        }
    }

    @Override
    public void logSumExp(int rows, int n, float[] x, float[] y) {
        rowPieces.run(rows, n, (from, to, lanes) -> {
            float[] max = Buffers.take(Buffers.Use.MAXIMA, to - from);
            float[] e = exponentials(from, to, n, x, max);
            for (int r = from; r < to; r++) {
                float m = max[r - from];
                y[r] = Float.isInfinite(m) ? m : m + ScalarMath.log(lanes.sum(e, (r - from) * n, n));
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
        rowPieces.run(rows, n, (from, to, lanes) -> {
            float[] maxima = Buffers.take(Buffers.Use.MAXIMA, to - from);
            float[] e = exponentials(from, to, n, x, maxima);
            for (int r = from; r < to; r++) {
                int row = r * n;
                if (target[r] == ignored) {
                    loss[r] = 0f;
                    Arrays.fill(probabilities, row, row + n, 0f);
                    continue;
                }
                float max = maxima[r - from];
                float sum = lanes.sum(e, (r - from) * n, n);
                divide(e, (r - from) * n, n, sum, probabilities, row);
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
        rowPieces.run(rows, n, (from, to, lanes) -> {
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

    /** {@code y = e / by}. */
    private static void divide(float[] e, int at, int n, float by, float[] y, int row) {
        FloatVector divisor = FloatVector.broadcast(F, by);
        int i = 0;
        for (; i <= n - L; i += L) {
            FloatVector.fromArray(F, e, at + i).div(divisor).intoArray(y, row + i);
        }
        for (; i < n; i++) {
            y[row + i] = e[at + i] / by;
        }
    }

    /** {@code e^(x − max)} of the rows with their maxima, from index 0 of an array of this thread. */
    private static float[] exponentials(int from, int to, int n, float[] x, float[] max) {
        float[] e = Buffers.take(Buffers.Use.ROW, (to - from) * n + L);
        for (int r = from; r < to; r++) {
            float m = SimdExtreme.of(1f, x, r * n, n);
            max[r - from] = m;
            subtract(x, r * n, n, m, e, (r - from) * n);
        }
        exponentials((to - from) * n, e);
        return e;
    }

    private static void subtract(float[] x, int row, int n, float max, float[] e, int at) {
        int i = 0;
        for (; i <= n - L; i += L) {
            FloatVector.fromArray(F, x, row + i).sub(max).intoArray(e, at + i);
        }
        for (; i < n; i++) {
            e[at + i] = x[row + i] - max;
        }
    }

    /** {@code e = e^e}, whole vectors of it: there is room behind the last element. */
    private static void exponentials(int n, float[] e) {
        if (n > GROUP || REHEARSAL.isOver(0)) {
            SimdUnary.apply(UnaryOp.EXP, 0f, e, 0, e, 0, (n + L - 1) / L * L);
        } else {
            for (int i = 0; i < n; i++) {
                e[i] = ScalarMath.exp(e[i]);
            }
            for (int turn = 0; turn < TURNS; turn++) {
                REHEARSAL.practise(0);
            }
        }
    }

    /** A vector at least: only what is called often enough is compiled as a part of its caller. */
    private static void practise(int kind, int steps, boolean add) {
        SimdUnary.apply(UnaryOp.EXP, 0f, Rehearsal.ZEROS, 0, ONES, 0, Math.max(1, steps) * L);
    }
}
