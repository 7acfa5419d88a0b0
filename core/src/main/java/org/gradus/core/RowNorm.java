package org.gradus.core;

import org.gradus.core.backend.Backends;
import org.gradus.core.backend.Norms;
import org.jspecify.annotations.Nullable;

/** The first-order gradients of layer normalisation, by kernels. */
final class RowNorm {
    private RowNorm() {}

    /** The gradients of values, scale and shift; that of the values only where it is needed. */
    static @Nullable Tensor[] gradients(Tensor x, Tensor gamma, float[] mean, float[] rstd, Tensor g) {
        Norms kernels = Backends.current().norms();
        int rows = mean.length;
        int n = gamma.size();
        float[] dGamma = new float[n];
        float[] dBeta = new float[n];
        if (x.size() > 0) {
            kernels.normalizeRowsParameterGradient(rows, n, x.data(), mean, rstd, g.data(), dGamma, dBeta);
        }
        Tensor dx = null;
        if (x.needsGradient()) {
            float[] values = Scratch.floats(x.size());
            if (values.length > 0) {
                kernels.normalizeRowsGradient(rows, n, x.data(), gamma.data(), mean, rstd, g.data(), values);
            }
            dx = Tape.record("layerNorm gradient", x.shape(), values, g);
        }
        return new @Nullable Tensor[] {
            dx,
            Tape.record("layerNorm gradient", gamma.shape(), dGamma, g),
            Tape.record("layerNorm gradient", gamma.shape(), dBeta, g)
        };
    }
}
