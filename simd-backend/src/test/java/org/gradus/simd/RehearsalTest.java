package org.gradus.simd;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.gradus.core.backend.Epilogue;
import org.gradus.core.backend.GemmShape;
import org.gradus.core.backend.Numerics;
import org.gradus.core.backend.Window;
import org.gradus.core.backend.Workers;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Kernels answer alike before they are compiled and afterwards. */
@Tag("width")
class RehearsalTest {
    private static final int L = Tile.padded(1);
    private static final Random RANDOM = new Random(7);

    private interface Call {
        void run(float[] a, float[] b, int[] offsets, float[] c, boolean add);
    }

    private static float[] drawn(int n) {
        float[] values = new float[n];
        for (int i = 0; i < n; i++) {
            values[i] = (float) RANDOM.nextGaussian();
        }
        return values;
    }

    /** By scalar code, then by vectors, on the same numbers. */
    private static void assertSame(Rehearsal rehearsal, int kind, Call call) {
        float[] a = drawn(8 * Numerics.GEMM_BLOCK + 64);
        float[] b = drawn(80 * Numerics.GEMM_BLOCK);
        int[] offsets = RANDOM.ints(Numerics.GEMM_BLOCK, 0, a.length - 32).toArray();
        float[] c = drawn(16 * 80);
        c[0] = -0f;
        for (boolean add : new boolean[] {false, true}) {
            float[] cold = c.clone();
            rehearsal.setOver(kind, false);
            call.run(a, b, offsets, cold, add);
            float[] warm = c.clone();
            rehearsal.setOver(kind, true);
            call.run(a, b, offsets, warm, add);
            assertThat(cold).isEqualTo(warm).isNotEqualTo(c);
        }
    }

    @Test
    void tilesOfProductsHaveTheirBitsFromTheFirstCallOn() {
        for (int rows : new int[] {4, 6}) {
            for (int vectors = 1; vectors <= Tile.VECTORS; vectors++) {
                for (int kk : new int[] {1, 17, Numerics.GEMM_BLOCK}) {
                    int n = vectors;
                    assertSame(
                            Tile.REHEARSAL,
                            rows * 8 + n,
                            (a, b, offsets, c, add) ->
                                    Tile.multiply(rows, n, kk, a, 3, kk + 1, b, 2, n * L + 1, c, 5, n * L + 3, add));
                }
            }
        }
    }

    @Test
    void packingTilesHaveTheirBitsAndPanelsFromTheFirstCallOn() {
        int width = Tile.VECTORS * L;
        for (int kk : new int[] {1, 17, Numerics.GEMM_BLOCK}) {
            float[] panel = new float[kk * width + 1];
            assertSame(PackingTile.REHEARSAL, 0, (a, b, offsets, c, add) -> {
                Arrays.fill(panel, 0);
                PackingTile.multiply(kk, a, 3, kk + 1, b, 2, width + 5, panel, 1, c, 5, width + 3, add);
                for (int p = 0; p < kk; p++) {
                    int row = 2 + p * (width + 5);
                    assertThat(Arrays.copyOfRange(panel, 1 + p * width, 1 + (p + 1) * width))
                            .isEqualTo(Arrays.copyOfRange(b, row, row + width));
                }
            });
        }
    }

    @Test
    void longRunsOfColumnsHaveTheirBitsFromTheFirstCallOn() {
        GemmShape s = GemmShape.contiguous(false, false, 1, 512, 60);
        SimdGemm family = new SimdGemm(Workers.of(1));
        assertSame(
                Across.REHEARSAL,
                0,
                (a, b, offsets, c, add) -> family.multiply(s, a, 0, b, 0, add, c, 0, Epilogue.NONE, null));
    }

    @Test
    void tilesOfPlacesHaveTheirBitsFromTheFirstCallOn() {
        for (int places : L == 16 ? new int[] {4, 7, 8, 14, 16} : new int[] {4, 6, 8}) {
            int n = places > 8 || L < 16 && places == 8 ? 1 : 2;
            for (int kk : new int[] {1, 9, Numerics.GEMM_BLOCK}) {
                assertSame(
                        PlacesTile.REHEARSAL,
                        places * 2 + n,
                        (a, b, offsets, c, add) ->
                                PlacesTile.multiply(places, n, kk, a, 3, offsets, 0, b, 2, c, 5, n * L + 3, add));
            }
        }
    }

    @Test
    void tilesOfWeightsHaveTheirBitsFromTheFirstCallOn() {
        for (int vectors = 1; vectors <= WeightsTile.VECTORS; vectors++) {
            int n = vectors;
            int[] at = {0, 5 * L, 1, 2 * L + 1};
            for (int kk : new int[] {1, 23, Numerics.GEMM_BLOCK}) {
                assertSame(
                        WeightsTile.REHEARSAL,
                        n,
                        (a, b, offsets, c, add) ->
                                WeightsTile.multiply(n, kk, a, 3, b, offsets, 0, at, 1, c, 5, n * L + 3, add));
            }
        }
    }

    @Test
    void sumsOfColumnsHaveTheirBitsFromTheFirstCallOn() {
        for (int vectors : new int[] {1, 4}) {
            for (int rows : new int[] {1, 63, 64, 150}) {
                assertSame(
                        SimdColumns.REHEARSAL,
                        vectors,
                        (a, b, offsets, c, add) -> SimdColumns.sum(rows, vectors * L + 1, b, 1, c, 2, 0, vectors * L));
            }
        }
    }

    @Test
    void rowsHaveTheirBitsFromTheFirstCallOn() {
        SimdRows family = new SimdRows(Workers.of(1));
        for (int n : new int[] {1, 10, 37, 64, 100, 1000, 1001}) {
            assertSame(SimdRows.REHEARSAL, SimdRows.kind(n), (a, b, offsets, c, add) -> family.softmax(1, n, b, c));
        }
    }

    @Test
    void tilesOfTapsHaveTheirBitsFromTheFirstCallOn() {
        for (int vectors = 1; vectors <= TapsTile.VECTORS; vectors++) {
            int n = vectors;
            for (int kk : new int[] {1, 23, Numerics.GEMM_BLOCK}) {
                assertSame(
                        TapsTile.REHEARSAL,
                        n,
                        (a, b, offsets, c, add) ->
                                TapsTile.multiply(n, kk, b, 2, n * L + 1, a, offsets, 3, 5, c, 5, n * L + 3, add));
            }
        }
    }

    @Test
    void tilesOfPlanesHaveTheirBitsFromTheFirstCallOn() {
        int[] at = {9, 0, 3 * L, 1, 2 * L + 1};
        for (int rows = 1; rows <= PlanesTile.rows(8); rows++) {
            int n = rows;
            for (int kk : new int[] {1, 9, Numerics.GEMM_BLOCK}) {
                assertSame(
                        PlanesTile.REHEARSAL,
                        n,
                        (a, b, offsets, c, add) -> PlanesTile.multiply(
                                n, kk, a, 3, kk + 1, b, 2, offsets, 0, at, 1, c, 5, PlanesTile.VECTORS * L + 3, add));
            }
        }
    }

    @Test
    void poolingHasItsBitsFromTheFirstCallOn() {
        Window quarter = Window.square(2).stride(2);
        for (int side : new int[] {14, 9, 28, 37}) {
            int results = 5 * (side / 2) * (side / 2);
            float[] x = drawn(5 * side * side);
            float[] dy = drawn(results);
            float[][] y = new float[2][results];
            int[][] where = new int[2][results];
            float[][] dx = new float[2][x.length];
            for (int warm = 0; warm < 2; warm++) {
                for (int kind = 0; kind < 3; kind++) {
                    QuarterPool.REHEARSAL.setOver(kind, warm == 1);
                }
                QuarterPool.max(0, 5, side, side, quarter, x, y[warm], where[warm]);
                QuarterPool.maxGradient(0, 5, side, side, where[warm], dy, dx[warm]);
            }
            assertThat(y[0]).isEqualTo(y[1]);
            assertThat(where[0]).isEqualTo(where[1]);
            assertThat(dx[0]).isEqualTo(dx[1]);
        }
    }

    @Test
    void aKindIsOverOnceAWholeCallIsFast() {
        AtomicInteger empty = new AtomicInteger();
        Rehearsal rehearsal = new Rehearsal(2, (kind, steps, add) -> empty.addAndGet(steps == 0 ? 1 : 0));
        assertThat(rehearsal.isOver(1)).isFalse();
        for (int i = 0; i < 100_000 && !rehearsal.isOver(1); i++) {
            rehearsal.practise(1);
        }
        assertThat(rehearsal.isOver(1)).isTrue();
        assertThat(rehearsal.isOver(0)).isFalse();
        assertThat(empty.get()).isPositive();
    }

    @Test
    void aKindThatIsSlowIsNotOverButBroughtToTheCompilers() {
        AtomicInteger calls = new AtomicInteger();
        boolean[] added = new boolean[2];
        Rehearsal rehearsal = new Rehearsal(1, (kind, steps, add) -> {
            calls.incrementAndGet();
            if (steps > 0) {
                added[add ? 1 : 0] = true;
                long end = System.nanoTime() + 5000;
                while (System.nanoTime() < end) {
                    Thread.onSpinWait();
                }
            }
        });
        rehearsal.practise(0);
        assertThat(calls).as("calls that the first compiler notices").hasValueGreaterThan(500);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (calls.get() < 3000 && System.nanoTime() < end) {
            rehearsal.practise(0);
        }
        assertThat(calls).hasValueGreaterThanOrEqualTo(3000);
        assertThat(rehearsal.isOver(0)).isFalse();
        assertThat(added).containsOnly(true);
    }

    @Test
    void practiceLeavesItsZerosAlone() {
        for (int i = 0; i < 20; i++) {
            Tile.REHEARSAL.practise(4 * 8 + 1);
            PackingTile.REHEARSAL.practise(0);
            PlacesTile.REHEARSAL.practise(4 * 2 + 2);
            WeightsTile.REHEARSAL.practise(1);
            TapsTile.REHEARSAL.practise(1);
            PlanesTile.REHEARSAL.practise(2);
            QuarterPool.REHEARSAL.practise(i % 3);
            SimdColumns.REHEARSAL.practise(4);
            SimdRows.REHEARSAL.practise(0);
            SimdRows.REHEARSAL.practise(1);
            Across.REHEARSAL.practise(0);
        }
        assertThat(Rehearsal.ZEROS).isEqualTo(new float[Rehearsal.ZEROS.length]);
        assertThat(Arrays.stream(Rehearsal.NO_OFFSETS)).containsOnly(0);
    }
}
