package org.gradus.nn;

import org.gradus.core.Pass;
import org.gradus.core.Tensor;
import org.gradus.core.TensorLayer;

/** The elementwise functions between layers. */
public enum Activation {
    /** The value itself. */
    IDENTITY(false) {
        @Override
        public Tensor apply(Tensor x) {
            return x;
        }
    },
    /** {@code max(x, 0)}. */
    RELU(true) {
        @Override
        public Tensor apply(Tensor x) {
            return x.relu();
        }
    },
    /** {@code x > 0 ? x : 0.01·x}; the slope is PyTorch's default. */
    LEAKY_RELU(true) {
        @Override
        public Tensor apply(Tensor x) {
            return x.leakyRelu(0.01f);
        }
    },
    /** {@code x > 0 ? x : eˣ − 1}; Clevert, Unterthiner, Hochreiter, 2015, arXiv:1511.07289. */
    ELU(true) {
        @Override
        public Tensor apply(Tensor x) {
            return x.elu(1f);
        }
    },
    /** {@code x·Φ(x)} by the error function; Hendrycks, Gimpel, 2016, arXiv:1606.08415. */
    GELU(true) {
        @Override
        public Tensor apply(Tensor x) {
            return x.gelu();
        }
    },
    /** The approximation of {@link #GELU} by the hyperbolic tangent. */
    GELU_TANH(true) {
        @Override
        public Tensor apply(Tensor x) {
            return x.geluTanh();
        }
    },
    /** {@code x·sigmoid(x)}, also called swish. */
    SILU(true) {
        @Override
        public Tensor apply(Tensor x) {
            return x.silu();
        }
    },
    /** {@code ln(1 + eˣ)}. */
    SOFTPLUS(true) {
        @Override
        public Tensor apply(Tensor x) {
            return x.softplus();
        }
    },
    /** The hyperbolic tangent. */
    TANH(false) {
        @Override
        public Tensor apply(Tensor x) {
            return x.tanh();
        }
    },
    /** {@code 1/(1 + e⁻ˣ)}. */
    SIGMOID(false) {
        @Override
        public Tensor apply(Tensor x) {
            return x.sigmoid();
        }
    };

    private final boolean rectifier;

    Activation(boolean rectifier) {
        this.rectifier = rectifier;
    }

    /**
     * Applies the function.
     *
     * @param x any tensor
     * @return a tensor of the same shape
     */
    public abstract Tensor apply(Tensor x);

    /**
     * Whether it passes about half of its input, as ReLU does, so that He's initial weights fit.
     *
     * @return true for the ReLU family
     */
    public boolean isRectifier() {
        return rectifier;
    }

    /**
     * The rule for initial weights of a layer that this function follows.
     *
     * @return He's for the ReLU family, Xavier's otherwise
     */
    public WeightInit defaultInit() {
        return rectifier ? WeightInit.heNormal() : WeightInit.xavierUniform();
    }

    /**
     * The function as a layer of its own, for a {@link Sequential}.
     *
     * @return a new layer without parameters
     */
    public TensorLayer layer() {
        return new ActivationLayer(this);
    }

    private static final class ActivationLayer extends TensorLayer {
        private final Activation activation;

        ActivationLayer(Activation activation) {
            this.activation = activation;
        }

        @Override
        protected Tensor compute(Tensor x, Pass pass) {
            return activation.apply(x);
        }

        @Override
        public String toString() {
            return activation.name();
        }
    }
}
