package org.gradus.simd;

import static org.gradus.simd.Species.F;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import org.gradus.core.backend.Numerics;
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
    static final Rehearsal REHEARSAL = new Rehearsal(2, SimdRows::practise);

    /** The kind of exponentials that are made as they come. */
    private static final int PLAIN = 0;

    /** The kind of those that are summed on the way. */
    private static final int SUMMED = 1;

    /** Rows of so many elements are worth copying to where they fill whole vectors. */
    private static final int LONG = 512;

    /** A step may have so few exponentials that they are asked for once. */
    private static final int TURNS = 4;

    private static final float[] ONES = new float[Rehearsal.STEPS * L];
    private static final float[] LANES = new float[Numerics.LANES];

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
            float[] sums = Buffers.take(Buffers.Use.TOTALS, (to - from) * SimdLanes.slots(n));
            float[] e = exponentials(from, to, n, x, max, sums, lanes);
            for (int r = from; r < to; r++) {
                divide(e, (r - from) * stride(n), n, sums[r - from], y, r * n);
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
            float[] sums = Buffers.take(Buffers.Use.TOTALS, (to - from) * SimdLanes.slots(n));
            float[] e = exponentials(from, to, n, x, max, sums, lanes);
            for (int r = from; r < to; r++) {
                float logSum = ScalarMath.log(sums[r - from]);
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
            exponentials(isFast(PLAIN, (to - from) * n), (to - from) * n, e);
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
            float[] sums = Buffers.take(Buffers.Use.TOTALS, (to - from) * SimdLanes.slots(n));
            float[] e = exponentials(from, to, n, x, max, sums, lanes);
            for (int r = from; r < to; r++) {
                float m = max[r - from];
                y[r] = Float.isInfinite(m) ? SimdExtreme.of(1f, x, r * n, n) : m + ScalarMath.log(sums[r - from]);
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
            float[] sums = Buffers.take(Buffers.Use.TOTALS, (to - from) * SimdLanes.slots(n));
            float[] e = exponentials(from, to, n, x, maxima, sums, lanes);
            for (int r = from; r < to; r++) {
                int row = r * n;
                if (target[r] == ignored) {
                    loss[r] = 0f;
                    Arrays.fill(probabilities, row, row + n, 0f);
                    continue;
                }
                float max = maxima[r - from];
                float sum = sums[r - from];
                divide(e, (r - from) * stride(n), n, sum, probabilities, row);
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

    /** {@code e^(x − max)} of the rows with their maxima and sums: from index 0 of an array of this thread, by strides. */
    private static float[] exponentials(
            int from, int to, int n, float[] x, float[] max, float[] sums, SimdLanes lanes) {
        int rows = to - from;
        int stride = stride(n);
        float[] e = Buffers.take(Buffers.Use.ROW, rows * stride + L);
        boolean fast = isFast(kind(n), rows * n);
        if (fast && kind(n) == SUMMED) {
            sumRows(from, rows, n, x, max, sums, e);
            return e;
        }
        for (int r = 0; r < rows; r++) {
            max[r] = SimdExtreme.of(1f, x, (from + r) * n, n);
            subtract(x, (from + r) * n, n, max[r], e, r * stride);
        }
        exponentials(fast, rows * stride, e);
        for (int r = 0; r < rows; r++) {
            sums[r] = lanes.sum(e, r * stride, n);
        }
        return e;
    }

    /** How the exponentials of rows of n elements are made. */
    static int kind(int n) {
        return n >= Numerics.SHORT && (n % L == 0 || n >= LONG) ? SUMMED : PLAIN;
    }

    /** Rows whose exponentials are summed on the way begin at whole vectors. */
    private static int stride(int n) {
        return kind(n) == SUMMED ? (n + L - 1) / L * L : n;
    }

    /** A row that does not end with a whole vector is copied to where it does, with −∞ behind it: e^−∞ adds nothing to a sum. */
    private static void sumRows(int from, int rows, int n, float[] x, float[] max, float[] sums, float[] e) {
        int stride = stride(n);
        int slots = SimdLanes.slots(n);
        for (int r = 0; r < rows; r++) {
            int row = (from + r) * n;
            max[r] = SimdExtreme.ofNumbers(x, row, n);
            if (n < stride) {
                System.arraycopy(x, row, e, r * stride, n);
                Arrays.fill(e, r * stride + n, (r + 1) * stride, Float.NEGATIVE_INFINITY);
            }
        }
        float[] source = n < stride ? e : x;
        int first = n < stride ? 0 : from * n;
        for (int r = 0; r < rows; r++) {
            SimdLanes.exponentials(source, first + r * stride, stride, max[r], e, r * stride, sums, r * slots);
        }
        for (int r = 0; r < rows; r++) {
            sums[r] = SimdLanes.fold(sums, r * slots, n);
        }
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

    /** {@code e = e^e}, whole vectors of it if by vectors: there is room behind the last element. */
    private static void exponentials(boolean vectors, int n, float[] e) {
        if (vectors) {
            SimdUnary.apply(UnaryOp.EXP, 0f, e, 0, e, 0, (n + L - 1) / L * L);
        } else {
            for (int i = 0; i < n; i++) {
                e[i] = ScalarMath.exp(e[i]);
            }
        }
    }

    /** Whether vectors are the faster way to n exponentials: many of them or compiled; if not, they practise. */
    private static boolean isFast(int kind, int n) {
        if (n > GROUP || REHEARSAL.isOver(kind)) {
            return true;
        }
        for (int turn = 0; turn < TURNS; turn++) {
            REHEARSAL.practise(kind);
        }
        return false;
    }

    /** Plain ones a vector at least: only what is called often enough is compiled as a part of its caller. */
    private static void practise(int kind, int steps, boolean add) {
        if (kind == SUMMED) {
            SimdLanes.exponentialsOfChunk(Rehearsal.ZEROS, 0, steps * L, 0f, ONES, 0, LANES, 0);
        } else {
            SimdUnary.apply(UnaryOp.EXP, 0f, Rehearsal.ZEROS, 0, ONES, 0, Math.max(1, steps) * L);
        }
    }
}
