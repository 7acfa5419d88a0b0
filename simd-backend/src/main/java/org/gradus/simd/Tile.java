package org.gradus.simd;

import java.lang.invoke.VarHandle;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The micro-kernels: one tile of C, a few rows by one or two vectors, held in registers over one block of k. A strip of A is
 * packed {@code [k][rows]} and a panel of B {@code [k][columns]}, so both are read in the order of memory.
 *
 * <p>The tallest tile fills the registers: 12 rows where vectors have 512 bits (32 registers), else 6 (16 registers). There
 * an empty fence after each row keeps the compiler from hoisting broadcasts until accumulators spill.
 */
final class Tile {
    private static final VectorSpecies<Float> F = Species.F;
    private static final int L = F.length();

    /** Columns of a wide tile. */
    static final int WIDE = 2 * L;

    /** Rows of the tallest tile. */
    static final int TALL = L == 16 ? 12 : 6;

    private Tile() {}

    /** Rows of the tile that begins where {@code left} rows are left. */
    static int rows(int left) {
        if (left >= TALL) {
            return TALL;
        }
        return left >= 6 ? 6 : left >= 4 ? 4 : left >= 2 ? 2 : 1;
    }

    /** Columns of the tile that begins where {@code left} columns are left; it may reach over the edge. */
    static int columns(int left) {
        return left > L ? WIDE : L;
    }

    /** How wide {@code columns} columns become when their last tile reaches over the edge. */
    static int padded(int columns) {
        return (columns + L - 1) / L * L;
    }

    /** Stores the tile's chains over {@code kk} steps to C, or adds them to it. */
    static void multiply(
            int rows,
            int columns,
            int kk,
            float[] a,
            int aOff,
            float[] b,
            int bOff,
            float[] c,
            int cOff,
            int ld,
            boolean add) {
        if (columns == WIDE) {
            switch (rows) {
                case 12 -> rows12Wide(kk, a, aOff, b, bOff, c, cOff, ld, add);
                case 6 -> rows6Wide(kk, a, aOff, b, bOff, c, cOff, ld, add);
                case 4 -> rows4Wide(kk, a, aOff, b, bOff, c, cOff, ld, add);
                case 2 -> rows2Wide(kk, a, aOff, b, bOff, c, cOff, ld, add);
                default -> rows1Wide(kk, a, aOff, b, bOff, c, cOff, add);
            }
        } else {
            switch (rows) {
                case 12 -> rows12(kk, a, aOff, b, bOff, c, cOff, ld, add);
                case 6 -> rows6(kk, a, aOff, b, bOff, c, cOff, ld, add);
                case 4 -> rows4(kk, a, aOff, b, bOff, c, cOff, ld, add);
                case 2 -> rows2(kk, a, aOff, b, bOff, c, cOff, ld, add);
                default -> rows1(kk, a, aOff, b, bOff, c, cOff, add);
            }
        }
    }

    private static void store(FloatVector v, float[] c, int at, boolean add) {
        FloatVector sum = add ? FloatVector.fromArray(F, c, at).add(v) : v;
        sum.intoArray(c, at);
    }

    private static void rows12Wide(
            int kk, float[] a, int aOff, float[] b, int bOff, float[] c, int cOff, int ld, boolean add) {
        FloatVector c0a = FloatVector.zero(F);
        FloatVector c0b = FloatVector.zero(F);
        FloatVector c1a = FloatVector.zero(F);
        FloatVector c1b = FloatVector.zero(F);
        FloatVector c2a = FloatVector.zero(F);
        FloatVector c2b = FloatVector.zero(F);
        FloatVector c3a = FloatVector.zero(F);
        FloatVector c3b = FloatVector.zero(F);
        FloatVector c4a = FloatVector.zero(F);
        FloatVector c4b = FloatVector.zero(F);
        FloatVector c5a = FloatVector.zero(F);
        FloatVector c5b = FloatVector.zero(F);
        FloatVector c6a = FloatVector.zero(F);
        FloatVector c6b = FloatVector.zero(F);
        FloatVector c7a = FloatVector.zero(F);
        FloatVector c7b = FloatVector.zero(F);
        FloatVector c8a = FloatVector.zero(F);
        FloatVector c8b = FloatVector.zero(F);
        FloatVector c9a = FloatVector.zero(F);
        FloatVector c9b = FloatVector.zero(F);
        FloatVector c10a = FloatVector.zero(F);
        FloatVector c10b = FloatVector.zero(F);
        FloatVector c11a = FloatVector.zero(F);
        FloatVector c11b = FloatVector.zero(F);
        for (int p = 0; p < kk; p++) {
            FloatVector x = FloatVector.fromArray(F, b, bOff + p * WIDE);
            FloatVector y = FloatVector.fromArray(F, b, bOff + p * WIDE + L);
            FloatVector v = FloatVector.broadcast(F, a[aOff + p * 12]);
            c0a = v.fma(x, c0a);
            c0b = v.fma(y, c0b);
            v = FloatVector.broadcast(F, a[aOff + p * 12 + 1]);
            c1a = v.fma(x, c1a);
            c1b = v.fma(y, c1b);
            v = FloatVector.broadcast(F, a[aOff + p * 12 + 2]);
            c2a = v.fma(x, c2a);
            c2b = v.fma(y, c2b);
            v = FloatVector.broadcast(F, a[aOff + p * 12 + 3]);
            c3a = v.fma(x, c3a);
            c3b = v.fma(y, c3b);
            v = FloatVector.broadcast(F, a[aOff + p * 12 + 4]);
            c4a = v.fma(x, c4a);
            c4b = v.fma(y, c4b);
            v = FloatVector.broadcast(F, a[aOff + p * 12 + 5]);
            c5a = v.fma(x, c5a);
            c5b = v.fma(y, c5b);
            v = FloatVector.broadcast(F, a[aOff + p * 12 + 6]);
            c6a = v.fma(x, c6a);
            c6b = v.fma(y, c6b);
            v = FloatVector.broadcast(F, a[aOff + p * 12 + 7]);
            c7a = v.fma(x, c7a);
            c7b = v.fma(y, c7b);
            v = FloatVector.broadcast(F, a[aOff + p * 12 + 8]);
            c8a = v.fma(x, c8a);
            c8b = v.fma(y, c8b);
            v = FloatVector.broadcast(F, a[aOff + p * 12 + 9]);
            c9a = v.fma(x, c9a);
            c9b = v.fma(y, c9b);
            v = FloatVector.broadcast(F, a[aOff + p * 12 + 10]);
            c10a = v.fma(x, c10a);
            c10b = v.fma(y, c10b);
            v = FloatVector.broadcast(F, a[aOff + p * 12 + 11]);
            c11a = v.fma(x, c11a);
            c11b = v.fma(y, c11b);
        }
        store(c0a, c, cOff, add);
        store(c0b, c, cOff + L, add);
        store(c1a, c, cOff + ld, add);
        store(c1b, c, cOff + ld + L, add);
        store(c2a, c, cOff + 2 * ld, add);
        store(c2b, c, cOff + 2 * ld + L, add);
        store(c3a, c, cOff + 3 * ld, add);
        store(c3b, c, cOff + 3 * ld + L, add);
        store(c4a, c, cOff + 4 * ld, add);
        store(c4b, c, cOff + 4 * ld + L, add);
        store(c5a, c, cOff + 5 * ld, add);
        store(c5b, c, cOff + 5 * ld + L, add);
        store(c6a, c, cOff + 6 * ld, add);
        store(c6b, c, cOff + 6 * ld + L, add);
        store(c7a, c, cOff + 7 * ld, add);
        store(c7b, c, cOff + 7 * ld + L, add);
        store(c8a, c, cOff + 8 * ld, add);
        store(c8b, c, cOff + 8 * ld + L, add);
        store(c9a, c, cOff + 9 * ld, add);
        store(c9b, c, cOff + 9 * ld + L, add);
        store(c10a, c, cOff + 10 * ld, add);
        store(c10b, c, cOff + 10 * ld + L, add);
        store(c11a, c, cOff + 11 * ld, add);
        store(c11b, c, cOff + 11 * ld + L, add);
    }

    private static void rows6Wide(
            int kk, float[] a, int aOff, float[] b, int bOff, float[] c, int cOff, int ld, boolean add) {
        FloatVector c0a = FloatVector.zero(F);
        FloatVector c0b = FloatVector.zero(F);
        FloatVector c1a = FloatVector.zero(F);
        FloatVector c1b = FloatVector.zero(F);
        FloatVector c2a = FloatVector.zero(F);
        FloatVector c2b = FloatVector.zero(F);
        FloatVector c3a = FloatVector.zero(F);
        FloatVector c3b = FloatVector.zero(F);
        FloatVector c4a = FloatVector.zero(F);
        FloatVector c4b = FloatVector.zero(F);
        FloatVector c5a = FloatVector.zero(F);
        FloatVector c5b = FloatVector.zero(F);
        for (int p = 0; p < kk; p++) {
            FloatVector x = FloatVector.fromArray(F, b, bOff + p * WIDE);
            FloatVector y = FloatVector.fromArray(F, b, bOff + p * WIDE + L);
            FloatVector v = FloatVector.broadcast(F, a[aOff + p * 6]);
            c0a = v.fma(x, c0a);
            c0b = v.fma(y, c0b);
            VarHandle.acquireFence();
            v = FloatVector.broadcast(F, a[aOff + p * 6 + 1]);
            c1a = v.fma(x, c1a);
            c1b = v.fma(y, c1b);
            VarHandle.acquireFence();
            v = FloatVector.broadcast(F, a[aOff + p * 6 + 2]);
            c2a = v.fma(x, c2a);
            c2b = v.fma(y, c2b);
            VarHandle.acquireFence();
            v = FloatVector.broadcast(F, a[aOff + p * 6 + 3]);
            c3a = v.fma(x, c3a);
            c3b = v.fma(y, c3b);
            VarHandle.acquireFence();
            v = FloatVector.broadcast(F, a[aOff + p * 6 + 4]);
            c4a = v.fma(x, c4a);
            c4b = v.fma(y, c4b);
            VarHandle.acquireFence();
            v = FloatVector.broadcast(F, a[aOff + p * 6 + 5]);
            c5a = v.fma(x, c5a);
            c5b = v.fma(y, c5b);
            VarHandle.acquireFence();
        }
        store(c0a, c, cOff, add);
        store(c0b, c, cOff + L, add);
        store(c1a, c, cOff + ld, add);
        store(c1b, c, cOff + ld + L, add);
        store(c2a, c, cOff + 2 * ld, add);
        store(c2b, c, cOff + 2 * ld + L, add);
        store(c3a, c, cOff + 3 * ld, add);
        store(c3b, c, cOff + 3 * ld + L, add);
        store(c4a, c, cOff + 4 * ld, add);
        store(c4b, c, cOff + 4 * ld + L, add);
        store(c5a, c, cOff + 5 * ld, add);
        store(c5b, c, cOff + 5 * ld + L, add);
    }

    private static void rows4Wide(
            int kk, float[] a, int aOff, float[] b, int bOff, float[] c, int cOff, int ld, boolean add) {
        FloatVector c0a = FloatVector.zero(F);
        FloatVector c0b = FloatVector.zero(F);
        FloatVector c1a = FloatVector.zero(F);
        FloatVector c1b = FloatVector.zero(F);
        FloatVector c2a = FloatVector.zero(F);
        FloatVector c2b = FloatVector.zero(F);
        FloatVector c3a = FloatVector.zero(F);
        FloatVector c3b = FloatVector.zero(F);
        for (int p = 0; p < kk; p++) {
            FloatVector x = FloatVector.fromArray(F, b, bOff + p * WIDE);
            FloatVector y = FloatVector.fromArray(F, b, bOff + p * WIDE + L);
            FloatVector v = FloatVector.broadcast(F, a[aOff + p * 4]);
            c0a = v.fma(x, c0a);
            c0b = v.fma(y, c0b);
            v = FloatVector.broadcast(F, a[aOff + p * 4 + 1]);
            c1a = v.fma(x, c1a);
            c1b = v.fma(y, c1b);
            v = FloatVector.broadcast(F, a[aOff + p * 4 + 2]);
            c2a = v.fma(x, c2a);
            c2b = v.fma(y, c2b);
            v = FloatVector.broadcast(F, a[aOff + p * 4 + 3]);
            c3a = v.fma(x, c3a);
            c3b = v.fma(y, c3b);
        }
        store(c0a, c, cOff, add);
        store(c0b, c, cOff + L, add);
        store(c1a, c, cOff + ld, add);
        store(c1b, c, cOff + ld + L, add);
        store(c2a, c, cOff + 2 * ld, add);
        store(c2b, c, cOff + 2 * ld + L, add);
        store(c3a, c, cOff + 3 * ld, add);
        store(c3b, c, cOff + 3 * ld + L, add);
    }

    private static void rows2Wide(
            int kk, float[] a, int aOff, float[] b, int bOff, float[] c, int cOff, int ld, boolean add) {
        FloatVector c0a = FloatVector.zero(F);
        FloatVector c0b = FloatVector.zero(F);
        FloatVector c1a = FloatVector.zero(F);
        FloatVector c1b = FloatVector.zero(F);
        for (int p = 0; p < kk; p++) {
            FloatVector x = FloatVector.fromArray(F, b, bOff + p * WIDE);
            FloatVector y = FloatVector.fromArray(F, b, bOff + p * WIDE + L);
            FloatVector v = FloatVector.broadcast(F, a[aOff + p * 2]);
            c0a = v.fma(x, c0a);
            c0b = v.fma(y, c0b);
            v = FloatVector.broadcast(F, a[aOff + p * 2 + 1]);
            c1a = v.fma(x, c1a);
            c1b = v.fma(y, c1b);
        }
        store(c0a, c, cOff, add);
        store(c0b, c, cOff + L, add);
        store(c1a, c, cOff + ld, add);
        store(c1b, c, cOff + ld + L, add);
    }

    private static void rows1Wide(int kk, float[] a, int aOff, float[] b, int bOff, float[] c, int cOff, boolean add) {
        FloatVector c0a = FloatVector.zero(F);
        FloatVector c0b = FloatVector.zero(F);
        for (int p = 0; p < kk; p++) {
            FloatVector x = FloatVector.fromArray(F, b, bOff + p * WIDE);
            FloatVector y = FloatVector.fromArray(F, b, bOff + p * WIDE + L);
            FloatVector v = FloatVector.broadcast(F, a[aOff + p]);
            c0a = v.fma(x, c0a);
            c0b = v.fma(y, c0b);
        }
        store(c0a, c, cOff, add);
        store(c0b, c, cOff + L, add);
    }

    private static void rows12(
            int kk, float[] a, int aOff, float[] b, int bOff, float[] c, int cOff, int ld, boolean add) {
        FloatVector c0a = FloatVector.zero(F);
        FloatVector c1a = FloatVector.zero(F);
        FloatVector c2a = FloatVector.zero(F);
        FloatVector c3a = FloatVector.zero(F);
        FloatVector c4a = FloatVector.zero(F);
        FloatVector c5a = FloatVector.zero(F);
        FloatVector c6a = FloatVector.zero(F);
        FloatVector c7a = FloatVector.zero(F);
        FloatVector c8a = FloatVector.zero(F);
        FloatVector c9a = FloatVector.zero(F);
        FloatVector c10a = FloatVector.zero(F);
        FloatVector c11a = FloatVector.zero(F);
        for (int p = 0; p < kk; p++) {
            FloatVector x = FloatVector.fromArray(F, b, bOff + p * L);
            c0a = FloatVector.broadcast(F, a[aOff + p * 12]).fma(x, c0a);
            c1a = FloatVector.broadcast(F, a[aOff + p * 12 + 1]).fma(x, c1a);
            c2a = FloatVector.broadcast(F, a[aOff + p * 12 + 2]).fma(x, c2a);
            c3a = FloatVector.broadcast(F, a[aOff + p * 12 + 3]).fma(x, c3a);
            c4a = FloatVector.broadcast(F, a[aOff + p * 12 + 4]).fma(x, c4a);
            c5a = FloatVector.broadcast(F, a[aOff + p * 12 + 5]).fma(x, c5a);
            c6a = FloatVector.broadcast(F, a[aOff + p * 12 + 6]).fma(x, c6a);
            c7a = FloatVector.broadcast(F, a[aOff + p * 12 + 7]).fma(x, c7a);
            c8a = FloatVector.broadcast(F, a[aOff + p * 12 + 8]).fma(x, c8a);
            c9a = FloatVector.broadcast(F, a[aOff + p * 12 + 9]).fma(x, c9a);
            c10a = FloatVector.broadcast(F, a[aOff + p * 12 + 10]).fma(x, c10a);
            c11a = FloatVector.broadcast(F, a[aOff + p * 12 + 11]).fma(x, c11a);
        }
        store(c0a, c, cOff, add);
        store(c1a, c, cOff + ld, add);
        store(c2a, c, cOff + 2 * ld, add);
        store(c3a, c, cOff + 3 * ld, add);
        store(c4a, c, cOff + 4 * ld, add);
        store(c5a, c, cOff + 5 * ld, add);
        store(c6a, c, cOff + 6 * ld, add);
        store(c7a, c, cOff + 7 * ld, add);
        store(c8a, c, cOff + 8 * ld, add);
        store(c9a, c, cOff + 9 * ld, add);
        store(c10a, c, cOff + 10 * ld, add);
        store(c11a, c, cOff + 11 * ld, add);
    }

    private static void rows6(
            int kk, float[] a, int aOff, float[] b, int bOff, float[] c, int cOff, int ld, boolean add) {
        FloatVector c0a = FloatVector.zero(F);
        FloatVector c1a = FloatVector.zero(F);
        FloatVector c2a = FloatVector.zero(F);
        FloatVector c3a = FloatVector.zero(F);
        FloatVector c4a = FloatVector.zero(F);
        FloatVector c5a = FloatVector.zero(F);
        for (int p = 0; p < kk; p++) {
            FloatVector x = FloatVector.fromArray(F, b, bOff + p * L);
            c0a = FloatVector.broadcast(F, a[aOff + p * 6]).fma(x, c0a);
            c1a = FloatVector.broadcast(F, a[aOff + p * 6 + 1]).fma(x, c1a);
            c2a = FloatVector.broadcast(F, a[aOff + p * 6 + 2]).fma(x, c2a);
            c3a = FloatVector.broadcast(F, a[aOff + p * 6 + 3]).fma(x, c3a);
            c4a = FloatVector.broadcast(F, a[aOff + p * 6 + 4]).fma(x, c4a);
            c5a = FloatVector.broadcast(F, a[aOff + p * 6 + 5]).fma(x, c5a);
        }
        store(c0a, c, cOff, add);
        store(c1a, c, cOff + ld, add);
        store(c2a, c, cOff + 2 * ld, add);
        store(c3a, c, cOff + 3 * ld, add);
        store(c4a, c, cOff + 4 * ld, add);
        store(c5a, c, cOff + 5 * ld, add);
    }

    private static void rows4(
            int kk, float[] a, int aOff, float[] b, int bOff, float[] c, int cOff, int ld, boolean add) {
        FloatVector c0a = FloatVector.zero(F);
        FloatVector c1a = FloatVector.zero(F);
        FloatVector c2a = FloatVector.zero(F);
        FloatVector c3a = FloatVector.zero(F);
        for (int p = 0; p < kk; p++) {
            FloatVector x = FloatVector.fromArray(F, b, bOff + p * L);
            c0a = FloatVector.broadcast(F, a[aOff + p * 4]).fma(x, c0a);
            c1a = FloatVector.broadcast(F, a[aOff + p * 4 + 1]).fma(x, c1a);
            c2a = FloatVector.broadcast(F, a[aOff + p * 4 + 2]).fma(x, c2a);
            c3a = FloatVector.broadcast(F, a[aOff + p * 4 + 3]).fma(x, c3a);
        }
        store(c0a, c, cOff, add);
        store(c1a, c, cOff + ld, add);
        store(c2a, c, cOff + 2 * ld, add);
        store(c3a, c, cOff + 3 * ld, add);
    }

    private static void rows2(
            int kk, float[] a, int aOff, float[] b, int bOff, float[] c, int cOff, int ld, boolean add) {
        FloatVector c0a = FloatVector.zero(F);
        FloatVector c1a = FloatVector.zero(F);
        for (int p = 0; p < kk; p++) {
            FloatVector x = FloatVector.fromArray(F, b, bOff + p * L);
            c0a = FloatVector.broadcast(F, a[aOff + p * 2]).fma(x, c0a);
            c1a = FloatVector.broadcast(F, a[aOff + p * 2 + 1]).fma(x, c1a);
        }
        store(c0a, c, cOff, add);
        store(c1a, c, cOff + ld, add);
    }

    private static void rows1(int kk, float[] a, int aOff, float[] b, int bOff, float[] c, int cOff, boolean add) {
        FloatVector c0a = FloatVector.zero(F);
        for (int p = 0; p < kk; p++) {
            FloatVector x = FloatVector.fromArray(F, b, bOff + p * L);
            c0a = FloatVector.broadcast(F, a[aOff + p]).fma(x, c0a);
        }
        store(c0a, c, cOff, add);
    }
}
