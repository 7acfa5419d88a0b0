package org.gradus.benchmarks.guard;

import java.util.ArrayList;
import java.util.List;
import org.gradus.benchmarks.kernel.ConvBenchmark;
import org.gradus.core.Rng;
import org.gradus.core.backend.Backend;
import org.gradus.core.backend.ConvShape;
import org.gradus.core.backend.Epilogue;
import org.gradus.core.backend.GemmShape;

/**
 * Work that lives on one micro-kernel.
 *
 * @param name what it is
 * @param least the share of the peak of fused multiply-adds that it must reach
 * @param flops its operations
 * @param run does it once
 */
record GuardedWork(String name, double least, double flops, Runnable run) {
    /** Of whole tiles, which have chains enough to keep both units busy. */
    static final double WHOLE = 0.75;

    /**
     * Of tiles with eight chains or less. Two units that take four cycles for a step want eight chains at any time: six of them, the
     * rows of a tile of one vector, reach three quarters of the peak, and eight have none to spare while a load is waited for.
     */
    static final double EDGE = 0.5;

    /** Of convolutions, which also move images, and whose tiles at the end of a row are partly empty; a spilled sum halves them. */
    static final double CONVOLUTION = 0.5;

    /** All that is guarded, for vectors of so many floats. */
    static List<GuardedWork> all(Backend backend, int lanes) {
        List<GuardedWork> all = new ArrayList<>();
        all.add(product(backend, "nn", 1024, 1024, 1024, WHOLE));
        for (String layout : List.of("nn", "nt", "tn", "tt")) {
            all.add(product(backend, layout, 512, 512, 512, WHOLE));
        }
        for (int vectors = 3; vectors >= 1; vectors--) {
            all.add(product(backend, "nn", 528, vectors * lanes, 384, vectors == 1 ? EDGE : WHOLE));
        }
        // six rows and a last tile of four, and four rows alone, by whole and by half panels: of four vectors, or of
        // two
        double four = lanes == 16 && Runtime.version().feature() > 17 ? WHOLE : EDGE;
        all.add(product(backend, "nn", 244, 240, 384, WHOLE));
        all.add(product(backend, "nn", 4, 12 * lanes, 768, four));
        all.add(product(backend, "nn", 4, 4 * lanes, 768, four));
        for (String text : List.of("32x64x28-64-k3", "32x32x14-64-k3")) {
            convolutions(backend, text, lanes, all);
        }
        return all;
    }

    static GuardedWork product(Backend backend, String layout, int m, int n, int k, double least) {
        GemmShape shape = GemmShape.contiguous(layout.charAt(0) == 't', layout.charAt(1) == 't', m, n, k);
        float[] a = Rng.of(1).normal(m * k);
        float[] b = Rng.of(2).normal(k * n);
        float[] c = new float[m * n];
        return new GuardedWork(
                "product " + layout + " " + m + "×" + n + "×" + k,
                least,
                2.0 * m * n * k,
                () -> backend.gemm().multiply(shape, a, 0, b, 0, false, c, 0, Epilogue.NONE, null));
    }

    private static void convolutions(Backend backend, String text, int lanes, List<GuardedWork> all) {
        ConvShape s = ConvBenchmark.shape(text);
        int taps = s.window().kernelHeight() * s.window().kernelWidth();
        float[] x = Rng.of(1).normal(s.n() * s.inChannels() * s.height() * s.width());
        float[] w = Rng.of(2).normal(s.outChannels() * s.inChannels() * taps);
        float[] y = Rng.of(3).normal(s.n() * s.outChannels() * s.outHeight() * s.outWidth());
        float[] result = new float[Math.max(x.length, Math.max(w.length, y.length))];
        double flops = 2.0 * y.length * s.inChannels() * taps;
        // rows of 14 places take four tiles of four, but two of seven where there are registers for them
        int tiles = (s.outWidth() + 3) / 4;
        double filled = lanes == 16 ? 1 : s.outWidth() / (4.0 * tiles);
        all.add(new GuardedWork(
                "convolution " + text,
                CONVOLUTION * filled,
                flops,
                () -> backend.conv().forward(s, x, w, null, result)));
        all.add(new GuardedWork(
                "gradient of images " + text,
                CONVOLUTION * filled,
                flops,
                () -> backend.conv().inputGradient(s, y, w, result)));
        all.add(new GuardedWork(
                "gradient of weights " + text,
                CONVOLUTION,
                flops,
                () -> backend.conv().weightGradient(s, x, y, result)));
    }
}
