package org.gradus.core;

import java.util.Arrays;
import org.gradus.core.backend.Backends;
import org.gradus.core.backend.Norms;
import org.jspecify.annotations.Nullable;

/** The two kinds of batch normalisation, and their gradients. */
final class ChannelNorm {
    private ChannelNorm() {}

    static int channels(Shape x) {
        if (x.rank() != 2 && x.rank() != 4) {
            throw new IllegalArgumentException(
                    "batchNorm: the input has shape " + x + ", not [n, channels] or [n, channels, height, width]");
        }
        return x.dim(1);
    }

    static BatchNormResult ofBatch(Tensor x, Tensor gamma, Tensor beta, double eps) {
        int n = x.dim(0);
        int c = x.dim(1);
        Norms kernels = Backends.current().norms();
        float[] mean = Scratch.hidden(c);
        float[] variance = new float[c];
        kernels.channelMoments(n, c, x.size() / n / c, x.data(), mean, variance);
        float[] rstd = reciprocalRoot(variance, eps, Scratch.hidden(c));
        Tensor output = Tape.record("batchNorm", x.shape(), normalize(x, mean, rstd, gamma, beta), x, gamma, beta)
                .backwardBy(g -> Tape.recording() ? composed(x, gamma, eps, g) : gradients(x, gamma, mean, rstd, g));
        return new BatchNormResult(output, Tensor.of(gamma.shape(), mean), Tensor.wrap(gamma.shape(), variance));
    }

    static Tensor given(Tensor x, Tensor mean, Tensor variance, Tensor gamma, Tensor beta, double eps) {
        float[] factors = reciprocalRoot(variance.data(), eps, new float[variance.size()]);
        Tensor rstd = Tensor.wrap(gamma.shape(), factors);
        return Tape.record("batchNorm", x.shape(), normalize(x, mean.data(), factors, gamma, beta), x, gamma, beta)
                .vjp(0, g -> g.mul(perChannel(gamma.mul(rstd), x)))
                .vjp(1, g -> g.mul(x.sub(perChannel(mean, x))).sum(axes(x)).mul(rstd))
                .vjp(2, g -> g.sum(axes(x)));
    }

    private static float[] normalize(Tensor x, float[] mean, float[] rstd, Tensor gamma, Tensor beta) {
        float[] out = Scratch.floats(x.size());
        if (out.length > 0) {
            int n = x.dim(0);
            int c = x.dim(1);
            Backends.current()
                    .norms()
                    .normalizeChannels(n, c, out.length / n / c, x.data(), mean, rstd, gamma.data(), beta.data(), out);
        }
        return out;
    }

    /** {@code 1/√(variance + eps)}, computed in double and rounded once. */
    private static float[] reciprocalRoot(float[] variance, double eps, float[] rstd) {
        for (int i = 0; i < rstd.length; i++) {
            rstd[i] = (float) (1 / Math.sqrt(variance[i] + eps));
        }
        return rstd;
    }

    /** The axes over which a channel's statistics are taken: all but 1. */
    private static int[] axes(Tensor x) {
        return x.rank() == 2 ? new int[] {0} : new int[] {0, 2, 3};
    }

    /** Numbers of channels in a shape that broadcasts to that of x. */
    private static Tensor perChannel(Tensor numbers, Tensor x) {
        int[] dims = new int[x.rank() - 1];
        Arrays.fill(dims, 1);
        dims[0] = numbers.size();
        return numbers.reshape(dims);
    }

    private static Tensor[] composed(Tensor x, Tensor gamma, double eps, Tensor g) {
        Tensor[] result = Normalization.gradients(x, perChannel(gamma, x), eps, axes(x), g);
        int c = gamma.size();
        return new Tensor[] {result[0], result[1].reshape(c), result[2].reshape(c)};
    }

    /** The first-order gradients of values, scale and shift, by kernels; that of the values only where it is needed. */
    private static @Nullable Tensor[] gradients(Tensor x, Tensor gamma, float[] mean, float[] rstd, Tensor g) {
        Norms kernels = Backends.current().norms();
        int n = x.dim(0);
        int c = x.dim(1);
        int plane = x.size() / n / c;
        float[] dGamma = new float[c];
        float[] dBeta = new float[c];
        kernels.normalizeChannelsParameterGradient(n, c, plane, x.data(), mean, rstd, g.data(), dGamma, dBeta);
        Tensor dx = null;
        if (x.needsGradient()) {
            float[] values = Scratch.floats(x.size());
            kernels.normalizeChannelsGradient(
                    n, c, plane, x.data(), mean, rstd, gamma.data(), dGamma, dBeta, g.data(), values);
            dx = Tape.record("batchNorm gradient", x.shape(), values, g);
        }
        return new @Nullable Tensor[] {
            dx,
            Tape.record("batchNorm gradient", gamma.shape(), dGamma, g),
            Tape.record("batchNorm gradient", gamma.shape(), dBeta, g)
        };
    }
}
