package org.gradus.core.scalar;

import java.util.Arrays;
import org.gradus.core.backend.Numerics;
import org.gradus.core.backend.ReduceOp;

/**
 * Reductions of contiguous values in the order that {@link org.gradus.core.backend.Reduce} fixes: element i of a chunk
 * goes to lane i mod 32 (i mod 8 for short ones), lanes fold as a tree, chunks follow each other. Holds the lanes, so
 * that many rows share one allocation; not for two threads at once.
 */
public final class Lanes {
    private final float[] lanes = new float[Numerics.LANES];

    /** Makes the lanes. */
    public Lanes() {}

    /**
     * {@code op over x}.
     *
     * @param op the reduction
     * @param x the values
     * @param off index of the first
     * @param n how many
     * @return the result
     */
    public float reduce(ReduceOp op, float[] x, int off, int n) {
        float total = op.identity();
        for (int from = 0; from < n; from += Numerics.CHUNK) {
            int end = Math.min(n, from + Numerics.CHUNK);
            int mask = start(n, op.identity());
            switch (op) {
                case SUM -> {
                    for (int i = from; i < end; i++) {
                        lanes[i & mask] += x[off + i];
                    }
                }
                case PROD -> {
                    for (int i = from; i < end; i++) {
                        lanes[i & mask] *= x[off + i];
                    }
                }
                case MAX -> {
                    for (int i = from; i < end; i++) {
                        lanes[i & mask] = Math.max(lanes[i & mask], x[off + i]);
                    }
                }
                case MIN -> {
                    for (int i = from; i < end; i++) {
                        lanes[i & mask] = Math.min(lanes[i & mask], x[off + i]);
                    }
                }
            }
            total = from == 0 ? fold(op, mask) : combine(op, total, fold(op, mask));
        }
        return total;
    }

    /**
     * {@code Σ x}.
     *
     * @param x the values
     * @param off index of the first
     * @param n how many
     * @return the result
     */
    public float sum(float[] x, int off, int n) {
        return reduce(ReduceOp.SUM, x, off, n);
    }

    /**
     * {@code Σ a·b}, each term one fma.
     *
     * @param a the left factors
     * @param aOff index of the first
     * @param b the right factors
     * @param bOff index of the first
     * @param n how many
     * @return the result
     */
    public float dot(float[] a, int aOff, float[] b, int bOff, int n) {
        float total = 0f;
        for (int from = 0; from < n; from += Numerics.CHUNK) {
            int end = Math.min(n, from + Numerics.CHUNK);
            int mask = start(n, 0f);
            for (int i = from; i < end; i++) {
                lanes[i & mask] = Math.fma(a[aOff + i], b[bOff + i], lanes[i & mask]);
            }
            total = from == 0 ? fold(ReduceOp.SUM, mask) : total + fold(ReduceOp.SUM, mask);
        }
        return total;
    }

    /**
     * {@code Σ (x − mean)²}, each term a subtraction and one fma.
     *
     * @param x the values
     * @param off index of the first
     * @param n how many
     * @param mean what is subtracted
     * @return the result
     */
    public float squaredDeviations(float[] x, int off, int n, float mean) {
        float total = 0f;
        for (int from = 0; from < n; from += Numerics.CHUNK) {
            int end = Math.min(n, from + Numerics.CHUNK);
            int mask = start(n, 0f);
            for (int i = from; i < end; i++) {
                float d = x[off + i] - mean;
                lanes[i & mask] = Math.fma(d, d, lanes[i & mask]);
            }
            total = from == 0 ? fold(ReduceOp.SUM, mask) : total + fold(ReduceOp.SUM, mask);
        }
        return total;
    }

    /**
     * {@code Σ (x − mean)}, each term a subtraction and an addition.
     *
     * @param x the values
     * @param off index of the first
     * @param n how many
     * @param mean what is subtracted
     * @return the result
     */
    public float deviations(float[] x, int off, int n, float mean) {
        float total = 0f;
        for (int from = 0; from < n; from += Numerics.CHUNK) {
            int end = Math.min(n, from + Numerics.CHUNK);
            int mask = start(n, 0f);
            for (int i = from; i < end; i++) {
                lanes[i & mask] += x[off + i] - mean;
            }
            total = from == 0 ? fold(ReduceOp.SUM, mask) : total + fold(ReduceOp.SUM, mask);
        }
        return total;
    }

    /**
     * {@code Σ w·(x − mean)}, each term a subtraction and one fma.
     *
     * @param w the weights
     * @param wOff index of the first
     * @param x the values
     * @param off index of the first
     * @param n how many
     * @param mean what is subtracted
     * @return the result
     */
    public float weightedDeviations(float[] w, int wOff, float[] x, int off, int n, float mean) {
        float total = 0f;
        for (int from = 0; from < n; from += Numerics.CHUNK) {
            int end = Math.min(n, from + Numerics.CHUNK);
            int mask = start(n, 0f);
            for (int i = from; i < end; i++) {
                lanes[i & mask] = Math.fma(w[wOff + i], x[off + i] - mean, lanes[i & mask]);
            }
            total = from == 0 ? fold(ReduceOp.SUM, mask) : total + fold(ReduceOp.SUM, mask);
        }
        return total;
    }

    private static float combine(ReduceOp op, float a, float b) {
        return switch (op) {
            case SUM -> a + b;
            case PROD -> a * b;
            case MAX -> Math.max(a, b);
            case MIN -> Math.min(a, b);
        };
    }

    /** Resets the lanes of a reduction of n values; returns the mask that takes an index to its lane. */
    private int start(int n, float identity) {
        Arrays.fill(lanes, identity);
        return (n < Numerics.SHORT ? Numerics.SHORT_LANES : Numerics.LANES) - 1;
    }

    private float fold(ReduceOp op, int mask) {
        for (int distance = (mask + 1) / 2; distance > 0; distance /= 2) {
            for (int i = 0; i < distance; i++) {
                lanes[i] = combine(op, lanes[i], lanes[i + distance]);
            }
        }
        return lanes[0];
    }
}
