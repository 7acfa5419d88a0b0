package org.gradus.simd;

import org.gradus.core.backend.Numerics;
import org.gradus.core.backend.Workers;
import org.jspecify.annotations.Nullable;

/**
 * A product of two operands, cut into pieces of C by its size alone. What tiles can read where it stands is not packed; what
 * several pieces read is packed once, before; the rest is packed by its only reader, block by block, while it is in the
 * cache.
 */
final class Product {
    private static final int BLOCK = Numerics.GEMM_BLOCK;
    private static final int SEGMENT = BLOCK * Numerics.GEMM_SEGMENT_BLOCKS;

    /** The largest piece: its columns of one block of B and its part of C stay in the second-level cache. */
    private static final int MAX_ROWS = 768;

    private static final int MAX_COLUMNS = 256;

    /** A piece should have at least so many multiplications, and a product need not have more pieces than {@link #PIECES}. */
    private static final long GRAIN = 1L << 21;

    private static final int PIECES = 16;

    /** Columns of B are not packed for fewer rows than these. */
    private static final int ROWS_WORTH_PACKING = 36;

    /** So many rows of A are packed at once by a piece. */
    private static final int GROUP = 96;

    private static final int PACKED_AT_ONCE = 4 * BLOCK;

    /** Distance of packed rows of A: a block and what may be overwritten behind it. */
    private static final int ROW = BLOCK + 16;

    private static final float[] NOTHING = {};

    private final int m;
    private final int n;
    private final int k;
    private final LeftOperand left;
    private final RightOperand right;
    private final Result result;
    private final int rows;
    private final int down;
    private final int across;
    private final int segments;
    private final @Nullable Stored leftStored;
    private final @Nullable Stored rightStored;
    private final @Nullable Stored target;
    private final boolean leftShared;
    private final boolean rightShared;

    private Product(int m, int n, int k, LeftOperand left, RightOperand right, Result result) {
        this.m = m;
        this.n = n;
        this.k = k;
        this.left = left;
        this.right = right;
        this.result = result;
        long wanted = Math.max(1, Math.min(PIECES, (long) m * n * k / GRAIN));
        int panel = Tile.VECTORS * Species.F.length();
        int d = ceil(m, MAX_ROWS);
        int a = ceil(n, MAX_COLUMNS);
        this.segments = (long) d * a < PIECES ? Math.max(1, ceil(k, SEGMENT)) : 1;
        Stored rowsOfA = left.rows();
        while ((long) d * a * segments < wanted) {
            int r = ceil(m, d);
            int c = ceil(n, a);
            if (c > panel && (rowsOfA != null || r <= 4 * Tile.ROWS)) {
                a *= 2;
            } else if (r > 8 * Tile.ROWS) {
                d *= 2;
            } else if (c > panel) {
                a *= 2;
            } else {
                break;
            }
        }
        this.down = Math.min(d, ceil(m, Tile.ROWS));
        this.across = Math.min(a, ceil(n, panel));
        this.rows = ceil(m, down);
        if (rowsOfA != null && (m >= Tile.ROWS || m == 4)) {
            leftStored = rowsOfA;
            leftShared = false;
        } else if (across > 1) {
            leftStored = new Stored(Buffers.take(Buffers.Use.SHARED_LEFT, (m + Tile.ROWS) * k + 16), 0, k);
            leftShared = true;
        } else {
            leftStored = null;
            leftShared = false;
        }
        Stored columnsOfB = right.panels();
        if (columnsOfB != null && rows < ROWS_WORTH_PACKING) {
            rightStored = columnsOfB;
            rightShared = false;
        } else if (down > 1) {
            rightStored = new Stored(Buffers.take(Buffers.Use.SHARED_RIGHT, Tile.padded(n) * k + 16), 0, 0);
            rightShared = true;
        } else {
            rightStored = null;
            rightShared = false;
        }
        target = segments == 1 && k <= SEGMENT ? result.target() : null;
    }

    /** Computes {@code left·right} for {@code m, n, k ≥ 1} and gives it to {@code result}, every element once. */
    static void run(Workers workers, int m, int n, int k, LeftOperand left, RightOperand right, Result result) {
        Product product = new Product(m, n, k, left, right, result);
        product.packShared(workers);
        int pieces = product.down * product.across;
        if (product.segments == 1) {
            workers.run(pieces, piece -> product.piece(piece, 0, k, result));
        } else {
            product.runSegments(workers, pieces);
        }
    }

    /** Few elements and a long k: every segment of every piece by itself, then their sums in ascending order. */
    private void runSegments(Workers workers, int pieces) {
        float[] sums = Buffers.take(Buffers.Use.PARTIAL_SUMS, segments * m * n);
        workers.run(pieces * segments, task -> {
            int segment = task / pieces;
            int base = segment * m * n;
            piece(
                    task % pieces,
                    segment * SEGMENT,
                    Math.min(k, (segment + 1) * SEGMENT),
                    (row, column, height, count, from, off, distance) -> {
                        for (int i = 0; i < height; i++) {
                            System.arraycopy(from, off + i * distance, sums, base + (row + i) * n + column, count);
                        }
                    });
        });
        for (int segment = 1; segment < segments; segment++) {
            Vectors.add(sums, segment * m * n, sums, 0, m * n);
        }
        result.store(0, 0, m, n, sums, 0, n);
    }

    /** Packs each shared operand, cut like C into pieces and along k into a few blocks at a time. */
    private void packShared(Workers workers) {
        int depth = ceil(k, PACKED_AT_ONCE);
        float[] lefts = leftShared && leftStored != null ? leftStored.data() : NOTHING;
        float[] rights = rightShared && rightStored != null ? rightStored.data() : NOTHING;
        int rowTasks = leftShared ? down * depth : 0;
        int panelTasks = rightShared ? across * depth : 0;
        workers.run(rowTasks + panelTasks, task -> {
            int slice = (task < rowTasks ? task : task - rowTasks) / depth;
            int from = (task < rowTasks ? task : task - rowTasks) % depth * PACKED_AT_ONCE;
            int to = Math.min(k, from + PACKED_AT_ONCE);
            if (task < rowTasks) {
                int top = top(slice);
                left.packRows(top, top(slice + 1) - top, from, to, lefts, top * k + from, k);
            } else {
                int first = first(slice);
                packPanels(first, first(slice + 1) - first, from, to, rights, first * k, from, k);
            }
        });
    }

    private void packPanels(int first, int count, int from, int to, float[] out, int off, int begin, int length) {
        for (int j = 0, vectors; j < count; j += vectors * Species.F.length()) {
            vectors = Tile.vectors(count - j);
            int width = vectors * Species.F.length();
            right.packPanel(
                    first + j, Math.min(width, count - j), width, from, to, out, off + j * length + begin * width);
        }
    }

    /** One piece of C over {@code begin ≤ p < end}, segment by segment. */
    private void piece(int piece, int begin, int end, Result to) {
        int top = top(piece / across);
        int height = top(piece / across + 1) - top;
        int first = first(piece % across);
        int count = first(piece % across + 1) - first;
        if (target != null) {
            segment(
                    top,
                    height,
                    first,
                    count,
                    begin,
                    end,
                    target.data(),
                    target.offset() + top * target.distance() + first,
                    target.distance(),
                    false);
            to.finish(top, first, height, count);
            return;
        }
        int ld = Tile.padded(count);
        float[] c = Buffers.take(Buffers.Use.TILE, height * ld);
        segment(top, height, first, count, begin, Math.min(end, begin + SEGMENT), c, 0, ld, true);
        for (int p = begin + SEGMENT; p < end; p += SEGMENT) {
            float[] next = Buffers.take(Buffers.Use.SEGMENT, height * ld);
            segment(top, height, first, count, p, Math.min(end, p + SEGMENT), next, 0, ld, true);
            Vectors.add(next, 0, c, 0, height * ld);
        }
        to.store(top, first, height, count, c, 0, ld);
    }

    private void segment(
            int top,
            int height,
            int first,
            int count,
            int begin,
            int end,
            float[] c,
            int cOff,
            int ldc,
            boolean padded) {
        for (int from = begin; from < end; from += BLOCK) {
            int to = Math.min(end, from + BLOCK);
            float[] b;
            if (rightStored == null) {
                b = Buffers.take(Buffers.Use.RIGHT, Tile.padded(count) * BLOCK + 16);
                packPanels(first, count, from, to, b, 0, 0, to - from);
            } else {
                b = rightStored.data();
            }
            if (leftStored != null) {
                int off = leftStored.offset() + from;
                rows(
                        top,
                        height,
                        first,
                        count,
                        from,
                        to,
                        from > begin,
                        leftStored.data(),
                        off,
                        leftStored.distance(),
                        top,
                        leftShared ? m + Tile.ROWS : m,
                        b,
                        c,
                        cOff,
                        ldc,
                        padded);
                continue;
            }
            float[] a = Buffers.take(Buffers.Use.LEFT, (GROUP + Tile.ROWS) * ROW);
            for (int i = 0; i < height; i += GROUP) {
                int some = Math.min(GROUP, height - i);
                left.packRows(top + i, some, from, to, a, 0, ROW);
                rows(
                        top + i,
                        some,
                        first,
                        count,
                        from,
                        to,
                        from > begin,
                        a,
                        0,
                        ROW,
                        0,
                        GROUP + Tile.ROWS,
                        b,
                        c,
                        cOff + i * ldc,
                        ldc,
                        padded);
            }
        }
    }

    /** Some rows of a piece over one block: row i of them is row {@code aTop + i} of a matrix of {@code aRows} rows. */
    private void rows(
            int top,
            int height,
            int first,
            int count,
            int from,
            int to,
            boolean add,
            float[] a,
            int aOff,
            int lda,
            int aTop,
            int aRows,
            float[] b,
            float[] c,
            int cOff,
            int ldc,
            boolean padded) {
        int kk = to - from;
        int lanes = Species.F.length();
        for (int i = 0, tall; i < height; i += tall) {
            tall = Tile.rows(height - i);
            int row = Math.min(aTop + i, aRows - tall);
            int above = aTop + i - row;
            int here = Math.min(tall, height - i);
            for (int j = 0, width; j < count; j += width) {
                int vectors = Tile.vectors(count - j);
                width = vectors * lanes;
                int bOff;
                int ldb = width;
                float[] panel = b;
                if (rightStored == null) {
                    bOff = j * kk;
                } else if (rightShared) {
                    bOff = (first + j) * k + from * width;
                } else {
                    ldb = rightStored.distance();
                    bOff = rightStored.offset() + from * ldb + first + j;
                    if (width > count - j) {
                        panel = Buffers.take(Buffers.Use.RIGHT, width * BLOCK + 16);
                        if (i == 0) {
                            right.packPanel(first + j, count - j, width, from, to, panel, 0);
                        }
                        bOff = 0;
                        ldb = width;
                    }
                }
                if (above == 0 && (tall == here) && (padded || width <= count - j)) {
                    Tile.multiply(
                            tall,
                            vectors,
                            kk,
                            a,
                            aOff + row * lda,
                            lda,
                            panel,
                            bOff,
                            ldb,
                            c,
                            cOff + i * ldc + j,
                            ldc,
                            add);
                } else {
                    float[] edge = Buffers.take(Buffers.Use.EDGE, Tile.ROWS * Tile.VECTORS * lanes);
                    Tile.multiply(tall, vectors, kk, a, aOff + row * lda, lda, panel, bOff, ldb, edge, 0, width, false);
                    int inside = Math.min(width, padded ? ldc - j : count - j);
                    for (int q = 0; q < here; q++) {
                        if (add) {
                            Vectors.add(edge, (q + above) * width, c, cOff + (i + q) * ldc + j, inside);
                        } else {
                            System.arraycopy(edge, (q + above) * width, c, cOff + (i + q) * ldc + j, inside);
                        }
                    }
                }
            }
        }
    }

    /** The first row of the pieces that are {@code i}-th from above: all have nearly as many whole tiles. */
    private int top(int i) {
        return Math.min(m, (int) ((long) i * ceil(m, Tile.ROWS) / down) * Tile.ROWS);
    }

    /** The first column of the pieces that are {@code j}-th from the left: all have nearly as many whole vectors. */
    private int first(int j) {
        int panel = Tile.VECTORS * Species.F.length();
        return Math.min(n, (int) ((long) j * ceil(n, panel) / across) * panel);
    }

    private static int ceil(int a, int b) {
        return (a + b - 1) / b;
    }
}
