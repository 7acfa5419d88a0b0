package org.gradus.core.scalar;

import java.util.Arrays;
import org.gradus.core.backend.Numerics;
import org.gradus.core.backend.Reduce;
import org.gradus.core.backend.ReduceOp;

/** Reductions and scans, one element after the other. */
public final class ScalarReduce implements Reduce {
    /** Makes the family. */
    public ScalarReduce() {}

    @Override
    public void reduce(ReduceOp op, int outer, int n, int inner, float[] x, float[] y) {
        if (inner == 1) {
            Lanes lanes = new Lanes();
            for (int o = 0; o < outer; o++) {
                y[o] = lanes.reduce(op, x, o * n, n);
            }
        } else if (inner > 0) {
            float[] block = new float[inner];
            for (int o = 0; o < outer; o++) {
                columns(op, n, inner, x, o * n * inner, y, o * inner, block);
            }
        }
    }

    /** The order of an axis that is not innermost, whatever the extent behind it; {@code block} is working space. */
    static void columns(ReduceOp op, int n, int inner, float[] x, int xOff, float[] y, int yOff, float[] block) {
        Arrays.fill(y, yOff, yOff + inner, op.identity());
        for (int from = 0; from < n; from += Numerics.OUTER_BLOCK) {
            Arrays.fill(block, op.identity());
            for (int i = from; i < Math.min(n, from + Numerics.OUTER_BLOCK); i++) {
                combine(op, inner, block, 0, x, xOff + i * inner);
            }
            if (from == 0) {
                System.arraycopy(block, 0, y, yOff, inner);
            } else {
                combine(op, inner, y, yOff, block, 0);
            }
        }
    }

    /** {@code a[i] = op(a[i], b[i])}. */
    private static void combine(ReduceOp op, int n, float[] a, int aOff, float[] b, int bOff) {
        switch (op) {
            case SUM -> {
                for (int i = 0; i < n; i++) {
                    a[aOff + i] += b[bOff + i];
                }
            }
            case PROD -> {
                for (int i = 0; i < n; i++) {
                    a[aOff + i] *= b[bOff + i];
                }
            }
            case MAX -> {
                for (int i = 0; i < n; i++) {
                    a[aOff + i] = Math.max(a[aOff + i], b[bOff + i]);
                }
            }
            case MIN -> {
                for (int i = 0; i < n; i++) {
                    a[aOff + i] = Math.min(a[aOff + i], b[bOff + i]);
                }
            }
        }
    }

    @Override
    public void argExtreme(boolean largest, int outer, int n, int inner, float[] x, int[] y) {
        for (int o = 0; o < outer; o++) {
            for (int j = 0; j < inner; j++) {
                int first = o * n * inner + j;
                y[o * inner + j] = largest ? argMax(x, first, n, inner) : argMin(x, first, n, inner);
            }
        }
    }

    private static int argMax(float[] x, int first, int n, int step) {
        int best = 0;
        float value = x[first];
        for (int i = 1; i < n && !Float.isNaN(value); i++) {
            float v = x[first + i * step];
            if (v > value || Float.isNaN(v)) {
                best = i;
                value = v;
            }
        }
        return best;
    }

    private static int argMin(float[] x, int first, int n, int step) {
        int best = 0;
        float value = x[first];
        for (int i = 1; i < n && !Float.isNaN(value); i++) {
            float v = x[first + i * step];
            if (v < value || Float.isNaN(v)) {
                best = i;
                value = v;
            }
        }
        return best;
    }

    @Override
    public void cumulativeSum(boolean reverse, int outer, int n, int inner, float[] x, float[] y) {
        int step = reverse ? -inner : inner;
        for (int o = 0; o < outer && n > 0; o++) {
            int first = (o * n + (reverse ? n - 1 : 0)) * inner;
            for (int j = first; j < first + inner; j++) {
                y[j] = 0f + x[j];
            }
            for (int i = 1; i < n; i++) {
                int row = first + i * step;
                for (int j = row; j < row + inner; j++) {
                    y[j] = y[j - step] + x[j];
                }
            }
        }
    }

    @Override
    public double sumOfSquares(float[] x, int off, int n) {
        double total = 0;
        for (int from = off; from < off + n; from += Numerics.CHUNK) {
            int end = from + Math.min(off + n - from, Numerics.CHUNK);
            total += squaresOfChunk(x, from, end);
        }
        return total;
    }

    private static double squaresOfChunk(float[] x, int from, int end) {
        int whole = end - (end - from) % Numerics.DOUBLE_LANES;
        double sum = (quarter(x, from, whole) + quarter(x, from + 2, whole))
                + (quarter(x, from + 1, whole) + quarter(x, from + 3, whole));
        for (int i = whole; i < end; i++) {
            sum += square(x[i]);
        }
        return sum;
    }

    /** Four of the 16 lanes, whose folds at the distances 8 and 4 meet; as local variables, since an array would be stored to. */
    private static double quarter(float[] x, int from, int end) {
        double s0 = 0;
        double s4 = 0;
        double s8 = 0;
        double s12 = 0;
        for (int i = from; i < end; i += Numerics.DOUBLE_LANES) {
            s0 += square(x[i]);
            s4 += square(x[i + 4]);
            s8 += square(x[i + 8]);
            s12 += square(x[i + 12]);
        }
        return (s0 + s8) + (s4 + s12);
    }

    /** Exact: a float has 24 bits, its square 48. */
    private static double square(double x) {
        return x * x;
    }
}
