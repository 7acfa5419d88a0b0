package org.gradus.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;
import org.gradus.core.backend.ConvShape;
import org.gradus.core.backend.Numerics;
import org.gradus.core.backend.Taps;
import org.gradus.core.backend.Window;
import org.gradus.core.backend.Workers;
import org.jspecify.annotations.Nullable;

/**
 * Convolution with few channels of results in a group, depthwise convolution above all, and the gradient of few channels of
 * images: vectors of places, so that no lane is empty for want of channels. Each piece lays out the bands of some groups of one
 * image. Places of a whole band are neighbours where rows are not skipped; what lies between two rows is computed in vain.
 */
final class FewPlanes {
    private static final int L = Species.F.length();
    /** Brings each lane of the front half to two, and of the back half. */
    static final VectorShuffle<Float> FRONT = VectorShuffle.fromOp(Species.F, i -> i / 2);

    static final VectorShuffle<Float> BACK = VectorShuffle.fromOp(Species.F, i -> L / 2 + i / 2);
    private static final int BLOCK = Numerics.GEMM_BLOCK;

    /** A piece has about so many multiplications. */
    private static final long GRAIN = 1 << 18;

    /** About so many places of a channel are finished at once: they stay in the first-level cache. */
    private static final int PLACES = 1024;

    private final int groups;

    /** Planes of a group that are read, and that are written. */
    private final int sources;

    private final int results;
    private final Taps[] phases;

    /** From one place of a phase to the next in the planes that are written, and their extents. */
    private final int stepY;

    private final int stepX;
    private final int height;
    private final int width;
    private final Band band;
    private final Bands bands;
    private final int plane;
    private final int chunk;

    /** From one row of places to the next among the results of a chunk. */
    private final int pitch;

    /** Where each vector of a chunk's places stands in the band. */
    private final int[] at;

    /** What each p of k reads, phase by phase. */
    private final int[] taps;

    private final int most;

    /** How planes are read that need not be laid out; null where they must be. */
    private final @Nullable DepthwiseRows inPlace;

    private final @Nullable DepthwiseHalves halves;

    private FewPlanes(
            Workers workers,
            int n,
            int groups,
            int sources,
            int results,
            Taps[] phases,
            int stepY,
            int stepX,
            int height,
            int width) {
        this.groups = groups;
        this.sources = sources;
        this.results = results;
        this.phases = phases;
        this.stepY = stepY;
        this.stepX = stepX;
        this.height = height;
        this.width = width;
        int count = 0;
        int firstY = Integer.MAX_VALUE;
        int firstX = Integer.MAX_VALUE;
        int lastY = Integer.MIN_VALUE;
        int lastX = Integer.MIN_VALUE;
        for (Taps phase : phases) {
            count += phase.count();
            for (int y : phase.tapY()) {
                firstY = Math.min(firstY, y);
                lastY = Math.max(lastY, y);
            }
            for (int x : phase.tapX()) {
                firstX = Math.min(firstX, x);
                lastX = Math.max(lastX, x);
            }
        }
        Taps t = phases[0];
        band = Band.of(t.height(), t.width(), t.columns(), t.stepY(), t.stepX(), firstY, firstX, lastY, lastX);
        long work = (long) results * sources * count / phases.length;
        bands = Bands.of(
                t.rows(),
                t.columns() * phases.length,
                (long) sources * band.plane(t.rows()),
                work,
                n * groups,
                workers.threads(),
                1);
        plane = band.plane(bands.most());
        long ofGroup = Math.max(1, work * t.rows() * t.columns() * phases.length / bands.parts());
        most = (int) Math.max(1, Math.min(groups, GRAIN / ofGroup));
        boolean together = t.stepY() == 1;
        pitch = together ? band.rowDistance() : (t.columns() + L - 1) / L * L;
        chunk = Math.max(1, Math.min(bands.most(), PLACES / pitch));
        at = Buffers.ints(Buffers.Table.COLUMNS, chunk * pitch / L + 2 * PlanesTile.VECTORS);
        for (int v = 0; v < chunk * pitch / L + 2 * PlanesTile.VECTORS; v++) {
            int perRow = pitch / L;
            at[v] = together ? v * L : Math.min(chunk - 1, v / perRow) * band.rowDistance() + v % perRow * L;
        }
        boolean depthwise = phases.length == 1 && sources == 1 && results == 1;
        inPlace = depthwise && DepthwiseRows.suits(t) ? new DepthwiseRows(t) : null;
        halves = depthwise && DepthwiseHalves.suits(t) ? new DepthwiseHalves(t) : null;
        taps = Buffers.ints(Buffers.Table.TAPS, sources * count);
        int p = 0;
        for (Taps phase : phases) {
            band.taps(sources, plane, phase.tapY(), phase.tapX(), taps, p);
            p += sources * phase.count();
        }
    }

    static void forward(Workers workers, ConvShape s, float[] x, float[] w, float @Nullable [] bias, float[] y) {
        Taps[] phases = {Taps.forward(s)};
        int sources = s.inChannels() / s.groups();
        int results = s.outChannels() / s.groups();
        new FewPlanes(workers, s.n(), s.groups(), sources, results, phases, 1, 1, s.outHeight(), s.outWidth())
                .run(workers, s.n(), x, w, bias, y);
    }

    static void imagesGradient(Workers workers, ConvShape s, float[] dy, float[] w, float[] dx) {
        Window v = s.window();
        Taps[] phases = new Taps[v.strideHeight() * v.strideWidth()];
        for (int i = 0; i < phases.length; i++) {
            phases[i] = Taps.inputGradient(s, i / v.strideWidth(), i % v.strideWidth());
        }
        float[] weights = Buffers.take(Buffers.Use.WEIGHTS, w.length);
        pack(s, w, weights);
        int sources = s.outChannels() / s.groups();
        int results = s.inChannels() / s.groups();
        new FewPlanes(
                        workers,
                        s.n(),
                        s.groups(),
                        sources,
                        results,
                        phases,
                        v.strideHeight(),
                        v.strideWidth(),
                        s.height(),
                        s.width())
                .run(workers, s.n(), dy, weights, null, dx);
    }

    /** Phase by phase, group by group: the weights of each input channel by (output channel, tap). */
    private static void pack(ConvShape s, float[] w, float[] out) {
        Window v = s.window();
        int channels = s.inChannels() / s.groups();
        int outs = s.outChannels() / s.groups();
        int to = 0;
        for (int i = 0; i < v.strideHeight() * v.strideWidth(); i++) {
            int[] rows = kernelOfPhase(
                    i / v.strideWidth(), v.padHeight(), v.dilationHeight(), v.strideHeight(), v.kernelHeight());
            int[] columns = kernelOfPhase(
                    i % v.strideWidth(), v.padWidth(), v.dilationWidth(), v.strideWidth(), v.kernelWidth());
            for (int channel = 0; channel < s.inChannels(); channel++) {
                for (int o = 0; o < outs; o++) {
                    int kernel = (channel / channels * outs + o) * channels + channel % channels;
                    for (int ky : rows) {
                        for (int kx : columns) {
                            out[to++] = w[(kernel * v.kernelHeight() + ky) * v.kernelWidth() + kx];
                        }
                    }
                }
            }
        }
    }

    private static int[] kernelOfPhase(int phase, int pad, int dilation, int stride, int kernel) {
        return Taps.kernelOfPhase(phase, pad, dilation, stride, kernel);
    }

    private void run(Workers workers, int n, float[] x, float[] w, float @Nullable [] bias, float[] y) {
        int some = (groups + most - 1) / most;
        workers.run(n * some * bands.parts(), piece -> {
            int part = piece % bands.parts();
            int image = piece / bands.parts() / some;
            int first = piece / bands.parts() % some * most;
            for (int g = first; g < Math.min(groups, first + most); g++) {
                group(image, g, bands.first(part), bands.first(part + 1), x, w, bias, y);
            }
        });
    }

    /** Rows of the first phase's places {@code from ≤ row < to} of a group's planes, and those of the other phases. */
    private void group(int image, int g, int from, int to, float[] x, float[] w, float @Nullable [] bias, float[] y) {
        if (to <= from) {
            return;
        }
        Taps t = phases[0];
        int in = (image * groups + g) * sources * t.height() * t.width();
        if (inPlace != null && inPlace.reaches(x, in)) {
            float added = bias == null ? -0f : bias[g];
            inPlace.run(from, to, x, in, w, g * t.count(), added, y, (image * groups + g) * t.places());
            return;
        }
        if (halves != null && halves.reaches(x, in)) {
            float added = bias == null ? -0f : bias[g];
            halves.run(from, to, x, in, w, g * t.count(), added, y, (image * groups + g) * t.places());
            return;
        }
        float[] laid = Buffers.take(Buffers.Use.IMAGES, sources * plane + (2 * PlanesTile.VECTORS + 1) * L);
        band.lay(x, in, sources, from, to - from, laid, plane);
        int ldc = chunk * pitch + 2 * PlanesTile.VECTORS * L;
        float[] c = Buffers.take(Buffers.Use.TILE, phases.length * results * ldc);
        for (int row = from, rows; row < to; row += rows) {
            rows = Math.min(chunk, to - row);
            int source = (row - from) * band.rowDistance();
            int first = 0;
            int weights = 0;
            for (int i = 0; i < phases.length; i++) {
                int k = sources * phases[i].count();
                int places = Math.min(rows, phases[i].rows() - row);
                multiply(places, laid, source, first, k, w, weights + g * results * k, c, i * results * ldc, ldc);
                first += k;
                weights += groups * results * k;
            }
            for (int r = 0; r < results; r++) {
                int channel = g * results + r;
                int out = (image * groups * results + channel) * height * width;
                if (stepX == 2) {
                    zip(row, rows, c, r * ldc, results * ldc, y, out, out + Math.min(height, to * stepY) * width);
                    continue;
                }
                float added = bias == null ? -0f : bias[channel];
                for (int i = 0; i < phases.length; i++) {
                    int places = Math.min(rows, phases[i].rows() - row);
                    int target = out + (row * stepY + i / stepX) * width + i % stepX;
                    store(places, phases[i].columns(), c, (i * results + r) * ldc, added, y, target);
                }
            }
        }
    }

    /** The chains of some rows of places, all channels of results. */
    private void multiply(
            int rows, float[] laid, int source, int first, int k, float[] w, int wOff, float[] c, int cOff, int ldc) {
        if (k == 0 || results == 1 && k <= BLOCK) {
            for (int r = 0; r < results; r++) {
                chains(rows, laid, source, first, k, w, wOff, c, cOff + r * ldc);
            }
            return;
        }
        int vectors = (rows * pitch + L - 1) / L;
        for (int from = 0; from < k; from += BLOCK) {
            int kk = Math.min(BLOCK, k - from);
            for (int v = 0; v < vectors; v += PlanesTile.VECTORS) {
                for (int r = 0, some; r < results; r += some) {
                    some = PlanesTile.rows(results - r);
                    PlanesTile.multiply(
                            some,
                            kk,
                            w,
                            wOff + r * k + from,
                            k,
                            laid,
                            source,
                            taps,
                            first + from,
                            at,
                            v,
                            c,
                            cOff + r * ldc + v * L,
                            ldc,
                            from > 0);
                }
            }
        }
    }

    private void chains(int rows, float[] laid, int source, int first, int k, float[] w, int wOff, float[] c, int to) {
        if (pitch == band.rowDistance()) {
            int width = (rows * pitch + L - 1) / L * L;
            PlaneChains.run(1, width, k, w, wOff, laid, source, 0, taps, first, c, to, 0);
        } else {
            PlaneChains.run(rows, pitch, k, w, wOff, laid, source, band.rowDistance(), taps, first, c, to, pitch);
        }
    }

    /** Rows of places to a plane, with what is added to each; −0 changes nothing. */
    private void store(int rows, int columns, float[] c, int from, float added, float[] y, int to) {
        // where rows follow each other without a gap, a vector may reach over the end of its row, which comes next
        int end = stepX == 1 && stepY == 1 && columns == width && columns < L ? to + rows * width - L : -1;
        for (int row = 0; row < rows; row++) {
            int source = from + row * pitch;
            int target = to + row * stepY * width;
            if (target <= end) {
                Vectors.copy(c, source, added, y, target, L);
            } else if (stepX == 1) {
                Vectors.copy(c, source, added, y, target, columns);
            } else {
                for (int i = 0; i < columns; i++) {
                    y[target + i * stepX] = c[source + i] + added;
                }
            }
        }
    }

    /**
     * Rows of a plane whose every second element is of one phase. Rows are written from above, so that vectors may reach over a row's
     * end as far as {@code end}.
     */
    private void zip(int from, int rows, float[] c, int at, int distance, float[] y, int out, int end) {
        float[] edge = Buffers.take(Buffers.Use.EDGE, 2 * L);
        for (int row = from * stepY; row < Math.min(height, (from + rows) * stepY); row++) {
            int source = at + row % stepY * 2 * distance + (row / stepY - from) * pitch;
            int target = out + row * width;
            for (int i = 0; 2 * i < width; i += L) {
                if (target + 2 * i + 2 * L <= end) {
                    zip(c, source + i, source + distance + i, y, target + 2 * i);
                } else {
                    zip(c, source + i, source + distance + i, edge, 0);
                    System.arraycopy(edge, 0, y, target + 2 * i, Math.min(2 * L, width - 2 * i));
                }
            }
        }
    }

    private static void zip(float[] c, int even, int odd, float[] y, int to) {
        FloatVector a = FloatVector.fromArray(Species.F, c, even);
        FloatVector b = FloatVector.fromArray(Species.F, c, odd);
        a.rearrange(FRONT).blend(b.rearrange(FRONT), Packing.ODD).intoArray(y, to);
        a.rearrange(BACK).blend(b.rearrange(BACK), Packing.ODD).intoArray(y, to + L);
    }
}
