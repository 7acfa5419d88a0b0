package org.gradus.simd;

import jdk.incubator.vector.FloatVector;
import org.gradus.core.backend.ConvShape;
import org.gradus.core.backend.Numerics;
import org.gradus.core.backend.Taps;
import org.gradus.core.backend.Workers;

/**
 * The gradient of one group's weights, output channels by (tap, input channel): a product over the places of all images,
 * which are turned block by block so that the channels of a place are neighbours. Segments are pieces; where there are fewer than
 * threads, output channels are, too.
 */
final class ConvWeightsGradient {
    private static final int L = Species.F.length();
    private static final int BLOCK = Numerics.GEMM_BLOCK;
    private static final int SEGMENT = BLOCK * Numerics.GEMM_SEGMENT_BLOCKS;

    private static final int VECTORS = WeightsTile.VECTORS;

    /** So many segments are summed at once, each by itself. */
    private static final int WAVE = 16;

    private final ConvShape s;
    private final Taps taps;
    private final int group;
    private final int channels;
    private final int outs;
    private final int k;
    private final ChannelRows rows;

    /** Neighbouring elements of a place that taps read together: the channels of a tap, or of all taps of a row. */
    private final int run;

    private final int runs;
    private final int vectorsOfRun;

    /** Where each vector of columns begins, from a place's first tap on. */
    private final int[] at;

    private final int width;

    /** Whether runs are so short that they are copied one behind the other for each place, to fill vectors. */
    private final boolean joined;

    /** Where the runs begin that are joined. */
    private final int[] joinedFrom;

    private final int joinedRuns;

    private ConvWeightsGradient(ConvShape s, int group) {
        this.s = s;
        this.group = group;
        taps = Taps.forward(s);
        channels = s.inChannels() / s.groups();
        outs = s.outChannels() / s.groups();
        k = s.n() * taps.places();
        rows = new ChannelRows(taps, channels);
        boolean together = s.window().dilationWidth() == 1;
        int[] tapX = taps.tapX();
        int stored = together ? tapX.length * channels : channels;
        int storedRuns = together ? taps.tapY().length : taps.count();
        joined = storedRuns > 1 && stored < L && (stored * storedRuns + L - 1) / L < storedRuns;
        run = joined ? stored * storedRuns : stored;
        runs = joined ? 1 : storedRuns;
        vectorsOfRun = (run + L - 1) / L;
        width = runs * vectorsOfRun * L;
        at = Buffers.ints(Buffers.Table.COLUMNS, runs * vectorsOfRun);
        joinedFrom = joined ? Buffers.ints(Buffers.Table.RUNS, storedRuns) : at;
        joinedRuns = storedRuns;
        for (int i = 0; joined && i < vectorsOfRun; i++) {
            at[i] = i * L;
        }
        int v = 0;
        for (int y : taps.tapY()) {
            for (int x = 0; x < (together ? 1 : tapX.length); x++) {
                for (int i = 0; i < (joined ? 1 : vectorsOfRun); i++) {
                    joinedFrom[v++] = rows.tap(y, tapX[x]) + start(i);
                }
            }
        }
    }

    /** Where a vector begins in its run: the last one ends with the run where this is longer than a vector. */
    private int start(int vector) {
        return joined ? vector * L : Math.min(vector * L, Math.max(0, run - L));
    }

    static void run(Workers workers, ConvShape s, int group, float[] x, float[] dy, float[] dw) {
        ConvWeightsGradient gradient = new ConvWeightsGradient(s, group);
        int k = gradient.k;
        int segments = (k + SEGMENT - 1) / SEGMENT;
        int tiles = (gradient.outs + WeightsTile.ROWS - 1) / WeightsTile.ROWS;
        int parts = segments < workers.threads() * 2 ? Math.min(workers.threads(), tiles) : 1;
        int size = tiles * WeightsTile.ROWS * gradient.width;
        int wave = Math.min(segments, WAVE);
        float[] sums = Buffers.take(Buffers.Use.SUMS, wave * size);
        for (int first = 0; first < segments; first += wave) {
            int begin = first;
            int some = Math.min(wave, segments - first);
            float[] total = begin > 0 ? Buffers.take(Buffers.Use.PARTIAL_SUMS, size) : sums;
            workers.run(some * parts, piece -> {
                int segment = begin + piece / parts;
                int part = piece % parts;
                gradient.segment(
                        segment * SEGMENT,
                        Math.min(k, (segment + 1) * SEGMENT),
                        part * tiles / parts,
                        (part + 1) * tiles / parts,
                        x,
                        dy,
                        sums,
                        piece / parts * size);
            });
            for (int i = begin > 0 ? 0 : 1; i < some; i++) {
                Vectors.add(sums, i * size, total, 0, size);
            }
            if (begin == 0 && segments > wave) {
                System.arraycopy(sums, 0, Buffers.take(Buffers.Use.PARTIAL_SUMS, size), 0, size);
            }
        }
        gradient.store(segments > wave ? Buffers.take(Buffers.Use.PARTIAL_SUMS, size) : sums, dw);
    }

    /** The sum over some places, of the output channels of tiles {@code firstTile ≤ t < endTile}. */
    private void segment(
            int begin, int end, int firstTile, int endTile, float[] x, float[] dy, float[] sums, int sumsAt) {
        int[] places = Buffers.ints(Buffers.Table.PLACES, BLOCK);
        int in = s.height() * s.width();
        for (int from = begin; from < end; from += BLOCK) {
            int to = Math.min(end, from + BLOCK);
            float[] laid = Buffers.take(Buffers.Use.IMAGES, rows.size(from, to) + VECTORS * L);
            rows.lay(x, group * channels * in, s.inChannels() * in, from, to, laid);
            rows.places(from, to, places);
            if (joined) {
                float[] patches = Buffers.take(Buffers.Use.CHANNELS, BLOCK * width + joinedRuns * L);
                join(laid, places, to - from, patches);
                laid = patches;
            }
            float[] gradients = Buffers.take(Buffers.Use.GRADIENTS, (endTile - firstTile) * WeightsTile.ROWS * BLOCK);
            int firstOut = firstTile * WeightsTile.ROWS;
            gradients(firstOut, Math.min(outs, endTile * WeightsTile.ROWS), from, to, dy, gradients);
            int vectors = runs * vectorsOfRun;
            for (int v = 0, some; v < vectors; v += some) {
                some = Math.min(VECTORS, vectors - v == 4 ? 2 : vectors - v);
                for (int tile = firstTile; tile < endTile; tile++) {
                    WeightsTile.multiply(
                            some,
                            to - from,
                            gradients,
                            (tile - firstTile) * WeightsTile.ROWS * BLOCK,
                            laid,
                            places,
                            0,
                            at,
                            v,
                            sums,
                            sumsAt + tile * WeightsTile.ROWS * width + v * L,
                            width,
                            from > begin);
                }
            }
        }
    }

    /** Copies whole vectors: what is behind a run is written again by the next run or place. */
    private void join(float[] laid, int[] places, int count, float[] out) {
        int length = run / joinedRuns;
        for (int p = 0; p < count; p++) {
            for (int i = 0; i < joinedRuns; i++) {
                FloatVector.fromArray(Species.F, laid, places[p] + joinedFrom[i])
                        .intoArray(out, p * width + i * length);
            }
            places[p] = p * width;
        }
    }

    /** Copies the gradients of some output channels at the places {@code from ≤ p < to}, a row for each channel. */
    private void gradients(int firstOut, int endOut, int from, int to, float[] dy, float[] out) {
        int each = taps.places();
        for (int p = from, length; p < to; p += length) {
            length = Math.min(to - p, each - p % each);
            for (int o = firstOut; o < endOut; o++) {
                int source = (p / each * s.outChannels() + group * outs + o) * each + p % each;
                System.arraycopy(dy, source, out, (o - firstOut) * BLOCK + p - from, length);
            }
        }
    }

    /** From (tap, channel) to (channel, tap). */
    private void store(float[] sums, float[] dw) {
        int count = taps.count();
        int tapsOfRun = count / runs;
        boolean dense = joined || run % L == 0;
        for (int o = 0; o < outs; o++) {
            int to = (group * outs + o) * channels * count;
            if (dense) {
                Packing.transpose(sums, o * width, channels, count, channels, dw, to, count);
                continue;
            }
            for (int tap = 0; tap < count; tap++) {
                int from = o * width + tap / tapsOfRun * vectorsOfRun * L;
                int first = tap % tapsOfRun * channels;
                for (int c = 0; c < channels; c++) {
                    dw[to + c * count + tap] = sums[from + column(first + c)];
                }
            }
        }
    }

    /** Where an element of a run stands among its vectors. */
    private int column(int element) {
        int vector = element / L;
        return vector * L + element - start(vector);
    }
}
