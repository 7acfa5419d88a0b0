package org.gradus.core;

import java.util.Arrays;
import org.gradus.core.backend.Backends;
import org.gradus.core.backend.Norms;
import org.gradus.core.backend.ReduceOp;
import org.jspecify.annotations.Nullable;

/**
 * Group normalisation and its gradients, by the kernels of batch normalisation: a group of a sample is a channel of a single
 * image there, and so is a plane where it is scaled and shifted.
 */
final class GroupedNorm {
    private final int n;
    private final int channels;
    private final int groups;
    private final int plane;

    private GroupedNorm(Shape x, int groups) {
        this.n = x.dim(0);
        this.channels = x.dim(1);
        this.groups = groups;
        this.plane = x.part(2, x.rank()).size();
    }

    static void checkGroups(Shape x, int groups) {
        if (x.rank() < 2) {
            throw new IllegalArgumentException("groupNorm: the input has shape " + x + ", not [n, channels, ...]");
        }
        if (groups < 1) {
            throw new IllegalArgumentException("groupNorm: " + groups + " groups; at least 1 is needed");
        }
        if (x.dim(1) % groups != 0) {
            throw new IllegalArgumentException("groupNorm: the " + x.dim(1) + " channels of " + x
                    + " do not divide into " + groups + " groups; use a divisor of " + x.dim(1));
        }
    }

    static Tensor of(Tensor x, int groups, Tensor gamma, Tensor beta, double eps) {
        GroupedNorm norm = new GroupedNorm(x.shape(), groups);
        float[] out = Scratch.floats(x.size());
        int rows = norm.n * groups;
        float[] mean = Scratch.hidden(rows);
        float[] rstd = Scratch.hidden(rows);
        if (out.length > 0) {
            Norms kernels = Backends.current().norms();
            kernels.channelMoments(1, rows, out.length / rows, x.data(), mean, rstd);
            for (int r = 0; r < rows; r++) {
                rstd[r] = (float) (1 / Math.sqrt(rstd[r] + eps));
            }
            kernels.normalizeChannels(
                    1,
                    norm.planes(),
                    norm.plane,
                    x.data(),
                    norm.ofPlanes(mean),
                    norm.ofPlanes(rstd),
                    norm.repeated(gamma.data()),
                    norm.repeated(beta.data()),
                    out);
        }
        return Tape.record("groupNorm", x.shape(), out, x, gamma, beta)
                .backwardBy(g ->
                        Tape.recording() ? norm.composed(x, gamma, eps, g) : norm.gradients(x, gamma, mean, rstd, g));
    }

    private int planes() {
        return n * channels;
    }

    /** Numbers of groups, once for each plane. */
    private float[] ofPlanes(float[] numbers) {
        float[] out = Scratch.hidden(planes());
        int each = channels / groups;
        for (int p = 0; p < planes(); p++) {
            out[p] = numbers[p / each];
        }
        return out;
    }

    /** Numbers of channels, once for each plane. */
    private float[] repeated(float[] numbers) {
        float[] out = Scratch.hidden(planes());
        for (int p = 0; p < planes(); p++) {
            out[p] = numbers[p % channels];
        }
        return out;
    }

    private float[] all(float value) {
        float[] out = Scratch.hidden(planes());
        Arrays.fill(out, value);
        return out;
    }

    /** The gradients in ops, on the values as {@code [n, groups, channels of a group, plane]}. */
    private Tensor[] composed(Tensor x, Tensor gamma, double eps, Tensor g) {
        int each = channels / groups;
        Tensor[] result = Normalization.gradients(
                x.reshape(n, groups, each, plane),
                gamma.reshape(groups, each, 1),
                eps,
                new int[] {2, 3},
                g.reshape(n, groups, each, plane));
        return new Tensor[] {
            result[0].reshape(x.shape().dims()), result[1].reshape(channels), result[2].reshape(channels)
        };
    }

    /** The first-order gradients of values, scale and shift, by kernels; that of the values only where it is needed. */
    private @Nullable Tensor[] gradients(Tensor x, Tensor gamma, float[] mean, float[] rstd, Tensor g) {
        float[] dGamma = new float[channels];
        float[] dBeta = new float[channels];
        float[] slopes = Scratch.hidden(planes());
        float[] sums = Scratch.hidden(planes());
        if (x.size() > 0) {
            Backends.current()
                    .norms()
                    .normalizeChannelsParameterGradient(
                            1, planes(), plane, x.data(), ofPlanes(mean), ofPlanes(rstd), g.data(), slopes, sums);
            Backends.current().reduce().reduce(ReduceOp.SUM, 1, n, channels, slopes, dGamma);
            Backends.current().reduce().reduce(ReduceOp.SUM, 1, n, channels, sums, dBeta);
        }
        Tensor dx = null;
        if (x.needsGradient()) {
            float[] values = Scratch.floats(x.size());
            if (values.length > 0) {
                ofValues(x, gamma.data(), mean, rstd, g, slopes, sums, values);
            }
            dx = Tape.record("groupNorm gradient", x.shape(), values, g);
        }
        return new @Nullable Tensor[] {
            dx,
            Tape.record("groupNorm gradient", gamma.shape(), dGamma, g),
            Tape.record("groupNorm gradient", gamma.shape(), dBeta, g)
        };
    }

    private void ofValues(
            Tensor x, float[] gamma, float[] mean, float[] rstd, Tensor g, float[] slopes, float[] sums, float[] dx) {
        Norms kernels = Backends.current().norms();
        float[] ones = all(1f);
        float[] zeros = all(0f);
        kernels.normalizeChannels(1, planes(), plane, g.data(), zeros, ones, repeated(gamma), zeros, dx);
        int rows = n * groups;
        float[] slopesOfGroups = weighted(gamma, slopes);
        float[] sumsOfGroups = weighted(gamma, sums);
        kernels.normalizeChannelsGradient(
                1, rows, dx.length / rows, x.data(), mean, rstd, ones, slopesOfGroups, sumsOfGroups, dx, dx);
    }

    /** {@code Σ gamma·number} over the channels of each group in ascending order, in double and rounded once. */
    private float[] weighted(float[] gamma, float[] ofPlanes) {
        int each = channels / groups;
        float[] out = Scratch.hidden(n * groups);
        for (int r = 0; r < n * groups; r++) {
            double sum = 0;
            for (int p = r * each; p < (r + 1) * each; p++) {
                sum += (double) gamma[p % channels] * ofPlanes[p];
            }
            out[r] = (float) sum;
        }
        return out;
    }
}
