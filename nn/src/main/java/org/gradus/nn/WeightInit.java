package org.gradus.nn;

import org.gradus.core.Initializer;

/**
 * A rule for initial weights that depends on the layer's fans.
 *
 * <p>The default of a layer is {@link #heNormal} when it was built with an activation of the ReLU family and
 * {@link #xavierUniform} otherwise. PyTorch's default for linear and convolution layers is neither; it is
 * {@link #torch}.
 */
@FunctionalInterface
public interface WeightInit {
    /**
     * The distribution for a layer.
     *
     * @param fans the layer's fans
     * @return an initializer of its weight
     */
    Initializer with(Fans fans);

    /**
     * Normal with variance {@code 2 / in}, which keeps the variance of activations through ReLU layers.
     *
     * <p><b>Reference:</b> He, Zhang, Ren, Sun, 2015, arXiv:1502.01852, equation 10.
     *
     * @return the rule
     */
    static WeightInit heNormal() {
        return fans -> normal(StrictMath.sqrt(2.0 / fans.in()));
    }

    /**
     * Uniform in {@code ±√(6 / in)}, of variance {@code 2 / in}.
     *
     * <p><b>Reference:</b> He, Zhang, Ren, Sun, 2015, arXiv:1502.01852, equation 10.
     *
     * @return the rule
     */
    static WeightInit heUniform() {
        return fans -> uniform(StrictMath.sqrt(6.0 / fans.in()));
    }

    /**
     * Normal with variance {@code 2 / (in + out)}.
     *
     * <p><b>Reference:</b> Glorot, Bengio, 2010: Understanding the difficulty of training deep feedforward neural networks,
     * AISTATS, equation 12.
     *
     * @return the rule
     */
    static WeightInit xavierNormal() {
        return fans -> normal(StrictMath.sqrt(2.0 / ((double) fans.in() + fans.out())));
    }

    /**
     * Uniform in {@code ±√(6 / (in + out))}, of variance {@code 2 / (in + out)}.
     *
     * <p><b>Reference:</b> Glorot, Bengio, 2010: Understanding the difficulty of training deep feedforward neural networks,
     * AISTATS, equation 16.
     *
     * @return the rule
     */
    static WeightInit xavierUniform() {
        return fans -> uniform(StrictMath.sqrt(6.0 / ((double) fans.in() + fans.out())));
    }

    /**
     * Uniform in {@code ±1/√in}: what PyTorch's linear and convolution layers start from (a He uniform with
     * {@code a = √5}); of variance {@code 1 / (3·in)}, a sixth of He's.
     *
     * @return the rule
     */
    static WeightInit torch() {
        return fans -> uniform(1.0 / StrictMath.sqrt(fans.in()));
    }

    /**
     * Normal with mean 0.
     *
     * @param standardDeviation above 0
     * @return the initializer
     */
    private static Initializer normal(double standardDeviation) {
        float scale = (float) standardDeviation;
        return (shape, rng) -> {
            float[] values = rng.normal(shape.size());
            for (int i = 0; i < values.length; i++) {
                values[i] *= scale;
            }
            return values;
        };
    }

    /**
     * Uniform in {@code [−bound, bound)}.
     *
     * @param bound above 0
     * @return the initializer
     */
    private static Initializer uniform(double bound) {
        float scale = (float) bound;
        return (shape, rng) -> {
            float[] values = rng.uniform(shape.size());
            for (int i = 0; i < values.length; i++) {
                values[i] = (2f * values[i] - 1f) * scale;
            }
            return values;
        };
    }
}
