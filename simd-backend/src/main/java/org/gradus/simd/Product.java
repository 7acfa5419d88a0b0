package org.gradus.simd;

import org.gradus.core.backend.Numerics;
import org.gradus.core.backend.Workers;
import org.jspecify.annotations.Nullable;

/**
 * A product of two operands, cut into pieces of C by its size and by the number of threads; only how it is cut along k, which
 * is seen in the bits, depends on the size alone. What tiles can read where it stands is not packed, or is packed by the first
 * of them for the others; what several pieces read is packed once, before; the rest is packed by its only reader, block by
 * block, while it is in the cache.
 */
final class Product {
    private static final int L = Species.F.length();
    private static final int BLOCK = Numerics.GEMM_BLOCK;
    private static final int SEGMENT = BLOCK * Numerics.GEMM_SEGMENT_BLOCKS;

    /** The columns of a whole tile; pieces are as many of them as they can be. */
    private static final int PANEL = Tile.VECTORS * L;

    /** The largest piece: its columns of one block of B and its part of C stay in the second-level cache. */
    private static final int MAX_ROWS = 768;

    private static final int MAX_COLUMNS = 256;

    /** A piece should have at least so many multiplications, if there are several threads. */
    private static final long GRAIN = 1 << 21;

    /** A product need not have more pieces for each thread. */
    private static final int PIECES = 8;

    /** Fewer pieces of C than these are cut into segments of k. */
    private static final int FEW_PIECES = 16;

    /** Segments are computed side by side if all their sums together are not more; else each piece adds its own up. */
    private static final int MOST_SUMS = 1 << 24;

    /** The largest array; an operand that would become larger by packing is packed piece by piece. */
    private static final int LARGEST = Integer.MAX_VALUE - 8;

    /** Columns of B are packed for so many rows at least. */
    private static final int ROWS_WORTH_PACKING = 48;

    /** So many rows of A are packed at once: whole tiles, and whole blocks of those that {@link Packing} transposes. */
    private static final int GROUP = 96;

    /** Packed rows lie so much further apart than they are long, so that neighbours do not compete for one place of a cache. */
    private static final int APART = 16;

    private final int m;
    private final int n;
    private final int k;
    private final LeftOperand left;
    private final RightOperand right;
    private final Result result;
    private final int down;
    private final int across;
    private final int segments;

    /**
     * Whether all tiles have six rows. Those of a single vector take as long with four, waiting for their few chains; and a
     * kind of tile that a training step needs once boxes its vectors for hundreds of steps, until it is compiled.
     */
    private final boolean sixAlone;

    /** Rows of A that tiles read: the stored ones, or packed ones; null where each piece packs its own. */
    private final @Nullable Stored rows;

    private final boolean rowsShared;

    /** Inner elements of B that tiles read where they stand: all of them, or the first ones, which pack them for the others. */
    private final @Nullable Stored inPlace;

    /** Whether the first tile of each panel packs it while it reads it in place. */
    private final boolean firstPacks;

    /** The packed panels of all pieces; null where each piece packs its own. */
    private final float @Nullable [] shared;

    private Product(int threads, int m, int n, int k, LeftOperand left, RightOperand right, Result result) {
        this.m = m;
        this.n = n;
        this.k = k;
        this.left = left;
        this.right = right;
        this.result = result;
        sixAlone = n <= L && m > Tile.ROWS;
        Stored stored = left.rows();
        // a single thread has nothing to share out; but narrow tiles, which read more of B, gain by narrow pieces
        boolean whole = threads == 1 && Tile.VECTORS > 2;
        long pieces = Math.min((long) PIECES * Math.max(2, threads), (long) m * n * k / GRAIN);
        long wanted = whole ? 1 : Math.max(1, pieces);
        int d = ceil(m, MAX_ROWS);
        int a = ceil(n, MAX_COLUMNS);
        segments = (long) d * a < FEW_PIECES && (long) ceil(k, SEGMENT) * m * n <= MOST_SUMS ? ceil(k, SEGMENT) : 1;
        // columns are cut first, since each piece packs its columns of B; but A is packed twice then, unless its rows
        // are neighbours
        while ((long) d * a * segments < wanted) {
            boolean wide = ceil(n, a) > PANEL;
            boolean tall = ceil(m, d) > (right.panels() == null ? 8 : 16) * Tile.ROWS;
            if (wide && (stored != null || threads == 1 || a > 1 || !tall)) {
                a *= 2;
            } else if (tall) {
                d *= 2;
            } else {
                break;
            }
        }
        down = Math.min(d, ceil(m, Tile.ROWS));
        across = Math.min(a, ceil(n, PANEL));
        rowsShared = across > 1 && (stored == null || !fits(m)) && (long) (m + Tile.ROWS) * (k + APART) <= LARGEST;
        if (rowsShared) {
            rows = new Stored(Buffers.take(Buffers.Use.SHARED_LEFT, (m + Tile.ROWS) * (k + APART)), 0, k + APART);
        } else {
            rows = stored != null && fits(m) ? stored : null;
        }
        inPlace = right.panels();
        firstPacks = inPlace != null && ceil(m, down) >= ROWS_WORTH_PACKING;
        boolean sharing = inPlace == null && down > 1 && (long) Tile.padded(n) * k <= LARGEST;
        shared = sharing ? Buffers.take(Buffers.Use.SHARED_RIGHT, Tile.padded(n) * k) : null;
    }

    /** Whether tiles of a matrix of so many rows can lie inside it. */
    private static boolean fits(int m) {
        return m == Tile.rows(m) || m > Tile.ROWS;
    }

    /** Computes {@code left·right} for {@code m, n, k ≥ 1} and gives it to {@code result}, every element once. */
    static void run(Workers workers, int m, int n, int k, LeftOperand left, RightOperand right, Result result) {
        Product product = new Product(workers.threads(), m, n, k, left, right, result);
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

    /** Packs each shared operand block by block of k: A in groups of rows, B cut like C into pieces. */
    private void packShared(Workers workers) {
        int blocks = ceil(k, BLOCK);
        int lefts = rowsShared ? ceil(m, GROUP) * blocks : 0;
        int rights = shared != null ? across * blocks : 0;
        workers.run(lefts + rights, task -> {
            int slice = (task < lefts ? task : task - lefts) / blocks;
            int from = (task < lefts ? task : task - lefts) % blocks * BLOCK;
            int to = Math.min(k, from + BLOCK);
            if (task < lefts && rows != null) {
                int top = slice * GROUP;
                int apart = rows.distance();
                left.packRows(top, Math.min(GROUP, m - top), from, to, rows.data(), top * apart + from, apart);
            } else if (shared != null) {
                int first = first(slice);
                packPanels(first, first(slice + 1) - first, from, to, shared, sharedAt(first, from, to));
            }
        });
    }

    /** Where the shared panels of a block begin at a column: block by block, in each the panels one after another. */
    private int sharedAt(int first, int from, int to) {
        return from * Tile.padded(n) + first * (to - from);
    }

    private void packPanels(int first, int count, int from, int to, float[] out, int off) {
        for (int j = 0, width; j < count; j += width) {
            width = Tile.vectors(count - j) * L;
            right.packPanel(first + j, Math.min(width, count - j), width, from, to, out, off + j * (to - from));
        }
    }

    /** One piece of C over {@code begin ≤ p < end}, segment by segment. */
    private void piece(int piece, int begin, int end, Result to) {
        int top = top(piece / across);
        int height = top(piece / across + 1) - top;
        int first = first(piece % across);
        int count = first(piece % across + 1) - first;
        boolean adds = to.adds();
        Stored target = end - begin <= (adds ? BLOCK : SEGMENT) ? to.target() : null;
        if (target != null) {
            int at = target.offset() + top * target.distance() + first;
            Area area = new Area(top, height, first, count, target.data(), at, target.distance(), false);
            segment(area, begin, end, adds);
            to.finish(top, first, height, count);
            return;
        }
        int ld = Tile.padded(count);
        float[] c = Buffers.take(Buffers.Use.TILE, height * ld);
        segment(new Area(top, height, first, count, c, 0, ld, true), begin, Math.min(end, begin + SEGMENT), false);
        for (int p = begin + SEGMENT; p < end; p += SEGMENT) {
            float[] next = Buffers.take(Buffers.Use.SEGMENT, height * ld);
            segment(new Area(top, height, first, count, next, 0, ld, true), p, Math.min(end, p + SEGMENT), false);
            Vectors.add(next, 0, c, 0, height * ld);
        }
        to.store(top, first, height, count, c, 0, ld);
    }

    /**
     * Some rows and columns of C, and where tiles write them.
     *
     * @param padded whether a row has room for whole vectors
     */
    private record Area(
            int top, int height, int first, int count, float[] c, int offset, int distance, boolean padded) {
        Area rows(int from, int some) {
            return new Area(top + from, some, first, count, c, offset + from * distance, distance, padded);
        }
    }

    /** The blocks of a segment, of which all but the first are added to what stands there, or all. */
    private void segment(Area area, int begin, int end, boolean adds) {
        Stored group = rows == null ? group() : rows;
        for (int from = begin; from < end; from += BLOCK) {
            int to = Math.min(end, from + BLOCK);
            float[] b = Buffers.take(Buffers.Use.RIGHT, Tile.padded(area.count) * BLOCK);
            int bOff = 0;
            if (inPlace != null) {
                packEdges(area, from, to, b);
            } else if (shared != null) {
                b = shared;
                bOff = sharedAt(area.first, from, to);
            } else {
                packPanels(area.first, area.count, from, to, b, 0);
            }
            if (rows != null) {
                int before = rowsShared ? m + Tile.ROWS : m;
                Stored a = new Stored(rows.data(), rows.offset() + from, rows.distance());
                tiles(area, from, to, adds || from > begin, a, area.top, before, b, bOff, firstPacks);
            } else {
                packed(area, from, to, adds || from > begin, group, b, bOff);
            }
        }
    }

    /** Where B is read in place and the last tile would reach over its edge, or is no whole one, that panel is packed before. */
    private void packEdges(Area area, int from, int to, float[] b) {
        int width;
        for (int j = 0; j < area.count; j += width) {
            width = Tile.vectors(area.count - j) * L;
            if (width > area.count - j || firstPacks && width < PANEL) {
                right.packPanel(
                        area.first + j,
                        Math.min(width, area.count - j),
                        width,
                        from,
                        to,
                        b,
                        firstPacks ? j * (to - from) : 0);
            }
        }
    }

    /** Room for a group of packed rows. */
    private static Stored group() {
        int apart = BLOCK + APART;
        return new Stored(Buffers.take(Buffers.Use.LEFT, (GROUP + Tile.ROWS) * apart), 0, apart);
    }

    /** The rows of A are packed in groups, each just before its use. */
    private void packed(Area area, int from, int to, boolean add, Stored a, float[] b, int bOff) {
        for (int i = 0; i < area.height; i += GROUP) {
            int some = Math.min(GROUP, area.height - i);
            left.packRows(area.top + i, some, from, to, a.data(), 0, a.distance());
            Area part = some == area.height ? area : area.rows(i, some);
            tiles(part, from, to, add, a, 0, GROUP + Tile.ROWS, b, bOff, firstPacks && i == 0);
        }
    }

    /**
     * All tiles of an area over one block; its first row is row {@code aTop} of a matrix of {@code aRows} rows.
     *
     * @param pack whether the tiles of its first rows pack B
     */
    private void tiles(
            Area area,
            int from,
            int to,
            boolean add,
            Stored a,
            int aTop,
            int aRows,
            float[] b,
            int bOff,
            boolean pack) {
        int kk = to - from;
        for (int i = 0, tall; i < area.height; i += tall) {
            tall = sixAlone ? Tile.ROWS : Tile.rows(area.height - i);
            int row = Math.min(aTop + i, aRows - tall);
            int above = aTop + i - row;
            int aOff = a.offset() + row * a.distance();
            boolean inside = above == 0 && tall <= area.height - i;
            for (int j = 0, width; j < area.count; j += width) {
                int vectors = Tile.vectors(area.count - j);
                width = vectors * L;
                boolean whole = width <= area.count - j;
                float[] panel = b;
                int at = bOff + j * kk;
                int ldb = width;
                int to0 = area.offset + i * area.distance + j;
                if (inPlace != null && !firstPacks) {
                    panel = whole ? inPlace.data() : b;
                    ldb = whole ? inPlace.distance() : width;
                    at = whole ? inPlace.offset() + from * ldb + area.first + j : 0;
                }
                if (pack && i == 0 && inPlace != null && whole && vectors == Tile.VECTORS) {
                    int stored = inPlace.offset() + from * inPlace.distance() + area.first + j;
                    PackingTile.multiply(
                            kk,
                            a.data(),
                            aOff,
                            a.distance(),
                            inPlace.data(),
                            stored,
                            inPlace.distance(),
                            b,
                            at,
                            area.c,
                            to0,
                            area.distance,
                            add);
                } else if (inside && (whole || area.padded)) {
                    Tile.multiply(
                            tall,
                            vectors,
                            kk,
                            a.data(),
                            aOff,
                            a.distance(),
                            panel,
                            at,
                            ldb,
                            area.c,
                            to0,
                            area.distance,
                            add);
                } else {
                    float[] edge = Buffers.take(Buffers.Use.EDGE, Tile.ROWS * PANEL);
                    Tile.multiply(
                            tall, vectors, kk, a.data(), aOff, a.distance(), panel, at, ldb, edge, 0, width, false);
                    int columns = area.padded ? width : Math.min(width, area.count - j);
                    for (int q = above; q < Math.min(tall, above + area.height - i); q++) {
                        int row0 = to0 + (q - above) * area.distance;
                        if (add) {
                            Vectors.add(edge, q * width, area.c, row0, columns);
                        } else {
                            System.arraycopy(edge, q * width, area.c, row0, columns);
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

    /**
     * The first column of the pieces that are {@code j}-th from the left: all have nearly as many whole panels. Where the
     * last panel would have a single vector, it takes one from its neighbour, as {@link Tile#vectors} does within a piece.
     */
    private int first(int j) {
        int first = (int) ((long) j * ceil(n, PANEL) / across) * PANEL;
        boolean single = Tile.VECTORS > 2 && first < n && n - first <= L;
        return Math.min(n, single ? Math.max(0, first - L) : first);
    }

    private static int ceil(int a, int b) {
        return (a + b - 1) / b;
    }
}
