package org.gradus.simd;

import java.util.Arrays;
import org.gradus.core.backend.ConvShape;
import org.gradus.core.backend.Taps;
import org.gradus.core.backend.Workers;

/** The gradient of few output channels' weights as a product of padded images and gradients. */
final class FewChannels {
    private final Workers workers;

    FewChannels(Workers workers) {
        this.workers = workers;
    }

    void weightGradient(ConvShape s, float[] x, float[] dy, float[] dw) {
        Taps taps = Taps.forward(s);
        int channels = s.inChannels() / s.groups();
        int outs = s.outChannels() / s.groups();
        int rows = channels * taps.count();
        int places = taps.places();
        if (s.n() == 0) {
            Arrays.fill(dw, 0, s.outChannels() * rows, 0);
            return;
        }
        int in = s.height() * s.width();
        for (int g = 0; g < s.groups(); g++) {
            PaddedImages source =
                    new PaddedImages(workers, taps, x, g * channels * in, s.inChannels() * in, s.n(), channels);
            LeftOperand images = new RunsOperand(
                    source.data,
                    source.starts,
                    taps.columns(),
                    taps.rows(),
                    source.imageRows * source.pitch,
                    source.pitch);
            int[] starts = new int[outs];
            for (int o = 0; o < outs; o++) {
                starts[o] = (g * outs + o) * places;
            }
            RightOperand gradients = new RunsOperand(dy, starts, places, 1, s.outChannels() * places, 0);
            int first = g * outs * rows;
            Product.run(
                    workers,
                    rows,
                    outs,
                    s.n() * places,
                    images,
                    gradients,
                    (row, column, height, count, from, off, distance) -> {
                        Packing.transpose(from, off, distance, height, count, dw, first + column * rows + row, rows);
                    });
        }
    }
}
