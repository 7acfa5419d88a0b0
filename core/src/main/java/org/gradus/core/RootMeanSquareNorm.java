package org.gradus.core;

import java.util.Arrays;
import org.gradus.core.backend.Backends;
import org.gradus.core.backend.Norms;
import org.jspecify.annotations.Nullable;

/** Normalisation by the root mean square, and its gradients. */
final class RootMeanSquareNorm {
    private RootMeanSquareNorm() {}

    static Tensor of(Tensor x, int[] axes, Tensor gamma, double eps) {
        int n = gamma.size();
        int rows = x.shape().part(0, x.rank() - axes.length).size();
        float[] out = Scratch.floats(x.size());
        float[] factor = Scratch.hidden(rows);
        if (out.length > 0) {
            Backends.current().norms().rmsNormalizeRows(rows, n, (float) eps, x.data(), gamma.data(), out, factor);
        }
        return Tape.record("rmsNorm", x.shape(), out, x, gamma)
                .backwardBy(g ->
                        Tape.recording() ? composed(x, gamma, eps, axes, g) : gradients(x, gamma, rows, factor, g));
    }

    /** The gradients of values and scale in ops that can be differentiated again. */
    private static Tensor[] composed(Tensor x, Tensor gamma, double eps, int[] axes, Tensor g) {
        Tensor factor = x.square().mean(true, axes).add((float) eps).rsqrt();
        Tensor normal = x.mul(factor);
        Tensor h = g.mul(gamma);
        Tensor dx = h.sub(normal.mul(h.mul(normal).mean(true, axes))).mul(factor);
        return new Tensor[] {dx, g.mul(normal).sumTo(gamma.shape())};
    }

    /** The first-order gradients of values and scale, by kernels; that of the values only where it is needed. */
    private static @Nullable Tensor[] gradients(Tensor x, Tensor gamma, int rows, float[] factor, Tensor g) {
        Norms kernels = Backends.current().norms();
        int n = gamma.size();
        float[] dGamma = new float[n];
        if (x.size() > 0) {
            float[] zeros = Scratch.hidden(rows);
            Arrays.fill(zeros, 0f);
            // the sum of g comes with it, and nobody asks for it
            kernels.normalizeRowsParameterGradient(
                    rows, n, x.data(), zeros, factor, g.data(), dGamma, Scratch.hidden(n));
        }
        Tensor dx = null;
        if (x.needsGradient()) {
            float[] values = Scratch.floats(x.size());
            if (values.length > 0) {
                kernels.rmsNormalizeRowsGradient(rows, n, x.data(), gamma.data(), factor, g.data(), values);
            }
            dx = Tape.record("rmsNorm gradient", x.shape(), values, g);
        }
        return new @Nullable Tensor[] {dx, Tape.record("rmsNorm gradient", gamma.shape(), dGamma, g)};
    }
}
