package org.gradus.simd;

import static org.gradus.simd.Species.F;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;

/**
 * Transposes by square blocks with a vector as their side. At distance d two rows whose numbers differ in the bit of d exchange the
 * lanes in which that bit differs from the row's; after all distances rows are columns. Two distances are done at once, with four
 * rows in registers; between the two pairs of distances the block stands in an array, since a compiler that meets sixteen rows at
 * once leaves some of them as objects.
 */
final class Transpose {
    private static final int L = F.length();

    /** Side of the tiles that blocks are taken from: the rows of both sides stay in the first cache. */
    private static final int TILE = 64;

    private static final VectorShuffle<Float> SWAP_HALVES = swap(L / 2);
    private static final VectorShuffle<Float> SWAP_QUARTERS = swap(L / 4);
    private static final VectorShuffle<Float> SWAP_PAIRS = swap(L == 4 ? 1 : 2);
    private static final VectorShuffle<Float> SWAP = swap(1);
    private static final VectorMask<Float> ODD_HALVES = odd(L / 2);
    private static final VectorMask<Float> ODD_QUARTERS = odd(L / 4);
    private static final VectorMask<Float> ODD_PAIRS = odd(L == 4 ? 1 : 2);
    private static final VectorMask<Float> ODD = odd(1);

    private Transpose() {}

    private static VectorShuffle<Float> swap(int distance) {
        return VectorShuffle.fromOp(F, i -> i ^ distance);
    }

    private static VectorMask<Float> odd(int distance) {
        boolean[] lanes = new boolean[L];
        for (int i = 0; i < L; i++) {
            lanes[i] = (i & distance) != 0;
        }
        return VectorMask.fromArray(F, lanes, 0);
    }

    /** {@code y[q + i·d + j] = x[p + i + j·s]} for {@code i < rows} and {@code j < n}; the arrays are two. */
    static void run(int rows, int n, float[] x, int p, int s, float[] y, int q, int d) {
        if (rows < L || n < L) {
            for (int i = 0; i < rows; i++) {
                for (int j = 0; j < n; j++) {
                    y[q + i * d + j] = x[p + i + j * s];
                }
            }
            return;
        }
        float[] block = Buffers.take(Buffers.Use.BLOCK, L * L);
        for (int i0 = 0; i0 < rows; i0 += TILE) {
            for (int j0 = 0; j0 < n; j0 += TILE) {
                for (int i = i0; i < Math.min(rows, i0 + TILE); i += L) {
                    for (int j = j0; j < Math.min(n, j0 + TILE); j += L) {
                        // the last blocks begin early enough to be whole
                        int a = Math.min(i, rows - L);
                        int b = Math.min(j, n - L);
                        block(x, p + a + b * s, s, block, y, q + a * d + b, d);
                    }
                }
            }
        }
    }

    private static void block(float[] x, int p, int s, float[] block, float[] y, int q, int d) {
        if (L == 4) {
            far(x, p, s, y, q, d);
        } else {
            far(x, p, s, block, 0, L);
            near(block, y, q, d);
        }
    }

    /** The distances of half and a quarter of a vector. */
    private static void far(float[] x, int p, int s, float[] y, int q, int d) {
        for (int row = 0; row < L / 4; row++) {
            int from = p + row * s;
            int to = q + row * d;
            int next = L / 4;
            FloatVector a = FloatVector.fromArray(F, x, from);
            FloatVector b = FloatVector.fromArray(F, x, from + next * s);
            FloatVector c = FloatVector.fromArray(F, x, from + 2 * next * s);
            FloatVector e = FloatVector.fromArray(F, x, from + 3 * next * s);
            FloatVector ac = a.blend(c.rearrange(SWAP_HALVES), ODD_HALVES);
            FloatVector ca = a.rearrange(SWAP_HALVES).blend(c, ODD_HALVES);
            FloatVector be = b.blend(e.rearrange(SWAP_HALVES), ODD_HALVES);
            FloatVector eb = b.rearrange(SWAP_HALVES).blend(e, ODD_HALVES);
            ac.blend(be.rearrange(SWAP_QUARTERS), ODD_QUARTERS).intoArray(y, to);
            ac.rearrange(SWAP_QUARTERS).blend(be, ODD_QUARTERS).intoArray(y, to + next * d);
            ca.blend(eb.rearrange(SWAP_QUARTERS), ODD_QUARTERS).intoArray(y, to + 2 * next * d);
            ca.rearrange(SWAP_QUARTERS).blend(eb, ODD_QUARTERS).intoArray(y, to + 3 * next * d);
        }
    }

    /** The distances 2 and 1; at 256 bits a quarter is 2, so that 1 is left. */
    private static void near(float[] block, float[] y, int q, int d) {
        for (int row = 0; row < L; row += 4) {
            FloatVector a = FloatVector.fromArray(F, block, row * L);
            FloatVector b = FloatVector.fromArray(F, block, row * L + L);
            FloatVector c = FloatVector.fromArray(F, block, row * L + 2 * L);
            FloatVector e = FloatVector.fromArray(F, block, row * L + 3 * L);
            int to = q + row * d;
            if (L == 16) {
                FloatVector ac = a.blend(c.rearrange(SWAP_PAIRS), ODD_PAIRS);
                FloatVector be = b.blend(e.rearrange(SWAP_PAIRS), ODD_PAIRS);
                c = a.rearrange(SWAP_PAIRS).blend(c, ODD_PAIRS);
                e = b.rearrange(SWAP_PAIRS).blend(e, ODD_PAIRS);
                a = ac;
                b = be;
            }
            a.blend(b.rearrange(SWAP), ODD).intoArray(y, to);
            a.rearrange(SWAP).blend(b, ODD).intoArray(y, to + d);
            c.blend(e.rearrange(SWAP), ODD).intoArray(y, to + 2 * d);
            c.rearrange(SWAP).blend(e, ODD).intoArray(y, to + 3 * d);
        }
    }
}
