package org.gradus.simd;

import org.gradus.core.backend.Conv;
import org.gradus.core.backend.ConvEpilogue;
import org.gradus.core.backend.ConvShape;
import org.gradus.core.backend.UnaryOp;
import org.gradus.core.backend.Window;
import org.gradus.core.backend.Workers;
import org.gradus.core.scalar.ScalarPool;
import org.jspecify.annotations.Nullable;

/**
 * Convolution that reads images where they stand in padded bands, without unfolding them; pooling shares planes out to
 * threads.
 */
public final class SimdConv implements Conv {
    /** A piece of pooling has about so many elements of results times taps. */
    private static final int POOL_GRAIN = 1 << 15;

    private final Workers workers;
    private final FewChannels few;

    /**
     * Makes the family.
     *
     * @param workers the threads that it may use
     */
    public SimdConv(Workers workers) {
        this.workers = workers;
        few = new FewChannels(workers);
    }

    @Override
    public void forward(ConvShape s, float[] x, float[] w, float @Nullable [] bias, float[] y) {
        answer(s, ConvEpilogue.NONE, x, w, null, bias, y);
    }

    @Override
    public void answer(
            ConvShape s,
            ConvEpilogue epilogue,
            float[] x,
            float[] w,
            float @Nullable [] transposed,
            float @Nullable [] bias,
            float[] y) {
        if (s.n() == 0) {
            return;
        }
        int size = s.n() * s.outChannels() * s.outHeight() * s.outWidth();
        Window pool = epilogue.pool();
        boolean point = PointConv.suits(s, s.outChannels() / s.groups());
        boolean few = few(s.outChannels() / s.groups(), s.outWidth(), s.inChannels() / s.groups(), s.window());
        if (pool != null && (point || few || !ConvForward.pools(s, epilogue))) {
            float[] all = Buffers.take(Buffers.Use.CONVOLVED, size);
            answer(s, new ConvEpilogue(epilogue.relu(), null), x, w, transposed, bias, all);
            int results = s.n() * s.outChannels() * pool.outHeight(s.outHeight()) * pool.outWidth(s.outWidth());
            int[] where = Buffers.ints(Buffers.Table.LARGEST, results);
            maxPool(s.n() * s.outChannels(), s.outHeight(), s.outWidth(), pool, all, y, where);
            return;
        }
        if (point) {
            PointConv.forward(workers, s, epilogue.relu(), x, w, bias, y);
            return;
        }
        if (few) {
            FewPlanes.forward(workers, s, x, w, bias, y);
            if (epilogue.relu()) {
                SimdUnary.apply(UnaryOp.RELU, 0, y, 0, y, 0, size);
            }
            return;
        }
        for (int g = 0; g < s.groups(); g++) {
            ConvForward.run(workers, s, g, epilogue, x, w, transposed, bias, y);
        }
    }

    @Override
    public void inputGradient(ConvShape s, float[] dy, float[] w, float[] dx) {
        if (s.n() == 0) {
            return;
        }
        if (PointConv.suits(s, s.inChannels() / s.groups())) {
            PointConv.imagesGradient(workers, s, dy, w, dx);
            return;
        }
        if (few(s.inChannels() / s.groups(), s.width(), s.outChannels() / s.groups(), s.window())) {
            FewPlanes.imagesGradient(workers, s, dy, w, dx);
            return;
        }
        for (int g = 0; g < s.groups(); g++) {
            ConvImagesGradient.run(workers, s, g, dy, w, dx);
        }
    }

    @Override
    public void weightGradient(ConvShape s, float[] x, float[] dy, float[] dw) {
        if (s.n() > 0 && PointConv.suits(s, s.outChannels() / s.groups())) {
            PointConv.weightsGradient(workers, s, x, dy, dw);
            return;
        }
        if (DepthwiseWeights.suits(s)) {
            DepthwiseWeights.run(workers, s, x, dy, dw);
            return;
        }
        if (s.n() == 0 || s.outChannels() / s.groups() <= Species.F.length() / 4) {
            few.weightGradient(s, x, dy, dw);
            return;
        }
        boolean fewSources = FewSourcesWeights.suits(s);
        for (int g = 0; g < s.groups(); g++) {
            if (fewSources) {
                FewSourcesWeights.run(workers, s, g, x, dy, dw);
            } else {
                ConvWeightsGradient.run(workers, s, g, x, dy, dw);
            }
        }
    }

    /** Whether vectors of so many channels of results would be half empty, and rows of places do not suit better. */
    private static boolean few(int channels, int columns, int sources, Window v) {
        int k = sources * v.kernelHeight() * v.kernelWidth();
        return channels <= Species.F.length() / 2
                && k <= PlacesProduct.SEGMENT
                && !ChannelsProduct.suits(channels, columns, k);
    }

    @Override
    public void maxPool(int planes, int height, int width, Window v, float[] x, float[] y, int[] where) {
        boolean quarter = QuarterPool.fits(v);
        overPlanes(planes, height, width, v, (first, last) -> {
            if (quarter) {
                QuarterPool.max(first, last, height, width, v, x, y, where);
            } else {
                SimdPool.max(first, last, height, width, v, x, y, where);
            }
        });
    }

    @Override
    public void maxPoolGradient(int planes, int height, int width, Window v, int[] where, float[] dy, float[] dx) {
        boolean quarter = QuarterPool.fits(v);
        overPlanes(planes, height, width, v, (first, last) -> {
            if (quarter) {
                QuarterPool.maxGradient(first, last, height, width, where, dy, dx);
            } else {
                ScalarPool.maxGradient(first, last, height, width, v, where, dy, dx);
            }
        });
    }

    @Override
    public void averagePool(int planes, int height, int width, Window v, float[] x, float[] y) {
        boolean quarter = QuarterPool.fits(v);
        overPlanes(planes, height, width, v, (first, last) -> {
            if (quarter) {
                QuarterPool.average(first, last, height, width, v, x, y);
            } else {
                ScalarPool.average(first, last, height, width, v, x, y);
            }
        });
    }

    @Override
    public void averagePoolGradient(int planes, int height, int width, Window v, float[] dy, float[] dx) {
        boolean quarter = QuarterPool.fits(v);
        overPlanes(planes, height, width, v, (first, last) -> {
            if (quarter) {
                QuarterPool.averageGradient(first, last, height, width, dy, dx);
            } else {
                ScalarPool.averageGradient(first, last, height, width, v, dy, dx);
            }
        });
    }

    /** Some planes of a pooling. */
    private interface Planes {
        void pool(int first, int last);
    }

    private void overPlanes(int planes, int height, int width, Window v, Planes task) {
        long work = (long) v.outHeight(height) * v.outWidth(width) * v.kernelHeight() * v.kernelWidth();
        int each = (int) Math.max(1, POOL_GRAIN / Math.max(1, work));
        workers.run((planes + each - 1) / each, piece -> task.pool(piece * each, Math.min(planes, (piece + 1) * each)));
    }
}
