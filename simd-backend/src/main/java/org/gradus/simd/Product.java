package org.gradus.simd;

import org.gradus.core.backend.Numerics;
import org.gradus.core.backend.Workers;

/**
 * A product of two operands, cut into pieces of C by its size alone. An operand that several pieces read is packed once,
 * before; another one is packed by its only reader, block by block, while it is in the cache.
 */
final class Product {
    private static final int BLOCK = Numerics.GEMM_BLOCK;
    private static final int SEGMENT = BLOCK * Numerics.GEMM_SEGMENT_BLOCKS;

    /** The largest piece: its columns of one block of B and its part of C stay in the second-level cache. */
    private static final int MAX_ROWS = 192;

    private static final int MAX_COLUMNS = 256;

    /** A piece should have at least so many multiplications, and a product need not have more pieces than {@link #PIECES}. */
    private static final long GRAIN = 1 << 19;

    private static final int PIECES = 16;

    private static final int PACKED_AT_ONCE = 4 * BLOCK;

    private final int m;
    private final int n;
    private final int k;
    private final Operand left;
    private final Operand right;
    private final int rows;
    private final int columns;
    private final int down;
    private final int across;
    private final int segments;
    private final float[] sharedLeft;
    private final float[] sharedRight;

    private static final float[] NOT_SHARED = {};

    private Product(int m, int n, int k, Operand left, Operand right) {
        this.m = m;
        this.n = n;
        this.k = k;
        this.left = left;
        this.right = right;
        long wanted = Math.max(1, Math.min(PIECES, (long) m * n * k / GRAIN));
        int r = Math.min(MAX_ROWS / Tile.TALL * Tile.TALL, m);
        int c = Math.min(MAX_COLUMNS, n);
        this.segments = (long) ceil(m, r) * ceil(n, c) < PIECES ? Math.max(1, ceil(k, SEGMENT)) : 1;
        while ((long) ceil(m, r) * ceil(n, c) * segments < wanted) {
            if (r > 2 * Tile.TALL && (r >= c || c <= 2 * Tile.WIDE)) {
                r = ceil(ceil(r, 2), Tile.TALL) * Tile.TALL;
            } else if (c > Tile.WIDE) {
                c = ceil(ceil(c, 2), Tile.WIDE) * Tile.WIDE;
            } else {
                break;
            }
        }
        this.rows = r;
        this.columns = c;
        this.down = ceil(m, r);
        this.across = ceil(n, c);
        this.sharedLeft = across == 1 ? NOT_SHARED : Buffers.take(Buffers.Use.SHARED_LEFT, m * k);
        this.sharedRight = down == 1 ? NOT_SHARED : Buffers.take(Buffers.Use.SHARED_RIGHT, Tile.padded(n) * k);
    }

    /** Computes {@code left·right} for {@code m, n, k ≥ 1} and gives it to {@code result}, every element once. */
    static void run(Workers workers, int m, int n, int k, Operand left, Operand right, Result result) {
        Product product = new Product(m, n, k, left, right);
        product.packShared(workers);
        int pieces = product.down * product.across;
        if (product.segments == 1) {
            workers.run(pieces, piece -> product.piece(piece, 0, k, result));
        } else {
            product.runSegments(workers, pieces, result);
        }
    }

    /** Few elements and a long k: every segment of every piece by itself, then their sums in ascending order. */
    private void runSegments(Workers workers, int pieces, Result result) {
        float[] sums = Buffers.take(Buffers.Use.PARTIAL_SUMS, segments * m * n);
        workers.run(pieces * segments, task -> {
            int segment = task / pieces;
            int base = segment * m * n;
            piece(
                    task % pieces,
                    segment * SEGMENT,
                    Math.min(k, (segment + 1) * SEGMENT),
                    (row, column, count, from, off) ->
                            System.arraycopy(from, off, sums, base + row * n + column, count));
        });
        for (int segment = 1; segment < segments; segment++) {
            Vectors.add(sums, segment * m * n, sums, 0, m * n);
        }
        for (int row = 0; row < m; row++) {
            result.store(row, 0, n, sums, row * n);
        }
    }

    /** Packs each shared operand, cut like C into pieces and along k into a few blocks at a time. */
    private void packShared(Workers workers) {
        int depth = ceil(k, PACKED_AT_ONCE);
        int lefts = sharedLeft.length == 0 ? 0 : down * depth;
        int rights = sharedRight.length == 0 ? 0 : across * depth;
        workers.run(lefts + rights, task -> {
            int slice = (task < lefts ? task : task - lefts) / depth;
            int from = (task < lefts ? task : task - lefts) % depth * PACKED_AT_ONCE;
            int to = Math.min(k, from + PACKED_AT_ONCE);
            if (task < lefts) {
                packLeft(slice * rows, Math.min(m, (slice + 1) * rows), from, to);
            } else {
                packRight(slice * columns, Math.min(n, (slice + 1) * columns), from, to);
            }
        });
    }

    private void packLeft(int top, int bottom, int from, int to) {
        for (int i = top, height; i < bottom; i += height) {
            height = Tile.rows(bottom - i);
            left.pack(i, height, height, from, to, sharedLeft, i * k + from * height);
        }
    }

    private void packRight(int first, int end, int from, int to) {
        for (int j = first, width; j < end; j += width) {
            width = Tile.columns(end - j);
            right.pack(j, Math.min(width, end - j), width, from, to, sharedRight, j * k + from * width);
        }
    }

    /** One piece of C over {@code begin ≤ p < end}, segment by segment. */
    private void piece(int piece, int begin, int end, Result result) {
        int top = piece / across * rows;
        int height = Math.min(rows, m - top);
        int first = piece % across * columns;
        int count = Math.min(columns, n - first);
        int ld = Tile.padded(count);
        float[] c = Buffers.take(Buffers.Use.TILE, height * ld);
        segment(top, height, first, count, begin, Math.min(end, begin + SEGMENT), c);
        for (int p = begin + SEGMENT; p < end; p += SEGMENT) {
            float[] next = Buffers.take(Buffers.Use.SEGMENT, height * ld);
            segment(top, height, first, count, p, Math.min(end, p + SEGMENT), next);
            Vectors.add(next, 0, c, 0, height * ld);
        }
        for (int i = 0; i < height; i++) {
            result.store(top + i, first, count, c, i * ld);
        }
    }

    private void segment(int top, int height, int first, int count, int begin, int end, float[] c) {
        int ld = Tile.padded(count);
        float[] a = sharedLeft.length > 0 ? sharedLeft : Buffers.take(Buffers.Use.LEFT, Tile.TALL * BLOCK);
        float[] b = sharedRight.length > 0 ? sharedRight : Buffers.take(Buffers.Use.RIGHT, ld * BLOCK);
        for (int from = begin; from < end; from += BLOCK) {
            int to = Math.min(end, from + BLOCK);
            if (b != sharedRight) {
                for (int j = 0, width; j < count; j += width) {
                    width = Tile.columns(count - j);
                    right.pack(first + j, Math.min(width, count - j), width, from, to, b, j * (to - from));
                }
            }
            for (int i = 0, tall; i < height; i += tall) {
                tall = Tile.rows(height - i);
                int aOff = (top + i) * k + from * tall;
                if (a != sharedLeft) {
                    left.pack(top + i, tall, tall, from, to, a, 0);
                    aOff = 0;
                }
                for (int j = 0, width; j < count; j += width) {
                    width = Tile.columns(count - j);
                    int bOff = b == sharedRight ? (first + j) * k + from * width : j * (to - from);
                    Tile.multiply(tall, width, to - from, a, aOff, b, bOff, c, i * ld + j, ld, from > begin);
                }
            }
        }
    }

    private static int ceil(int a, int b) {
        return (a + b - 1) / b;
    }
}
