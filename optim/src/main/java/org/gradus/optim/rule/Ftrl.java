package org.gradus.optim.rule;

import org.gradus.core.Parameter;
import org.gradus.core.Shape;
import org.gradus.core.Tensor;
import org.gradus.optim.check.Accepted;

/**
 * FTRL-proximal: "follow the regularised leader", which with an L1 penalty sets weights to exactly 0.
 *
 * <p>With {@code qₜ = (β + √n)/lr} for the n after step t, and {@code q₀ = 0}: {@code n ← n + g²},
 * {@code z ← z + g − (qₜ − qₜ₋₁)·θ}, then {@code θ ← 0} where {@code |z| ≤ λ1}, else
 * {@code θ ← −(z − sign(z)·λ1)/(qₜ + λ2)}. Without penalties this is {@code θ ← θ − g/qₜ}: AdaGrad.
 *
 * <p><b>When:</b> linear models of many sparse features, of which only a few shall be kept. λ1 reaches all parameters, λ2 as
 * other decay not biases and norm parameters; give biases a rule of their own if λ1 shall spare them.
 *
 * <p><b>Slots:</b> z and n, two tensors of the parameter's shape, and the rate of the step before.
 *
 * <p><b>Reference:</b> McMahan et al. 2013, "Ad Click Prediction: a View from the Trenches", KDD, Equation 1 and Algorithm 1.
 * The right rate depends on the data; Keras's is 1e−3. Deviation: the paper's Algorithm 1 starts from weights
 * of 0 and has one rate for ever; this is the same trajectory there. Its Equation 1, from which this takes {@code σₜ = qₜ −
 * qₜ₋₁}, also says what to do otherwise: a start at other weights is kept instead of forgotten, and weights do not shrink when
 * a schedule lowers the rate, both of which happens in Keras. A rate below 1e−30 moves nothing. n is bounded by the greatest
 * float.
 *
 * @param beta β, in [0, infinity)
 * @param initial what n starts at, in [0, infinity); above 0 when β is 0, as Keras has it
 * @param l1 λ1, in [0, infinity)
 * @param l2 λ2, in [0, infinity); Keras counts it twice
 */
public record Ftrl(double beta, double initial, double l1, double l2) implements UpdateRule {
    private static final String SUM = "z";
    private static final String SQUARES = "n";
    private static final String RATE = "rate";
    private static final double LEAST_RATE = 1e-30;

    /**
     * Checks the ranges.
     *
     * @param beta β
     * @param initial what n starts at
     * @param l1 λ1
     * @param l2 λ2
     * @throws IllegalArgumentException when a value is outside its range
     */
    public Ftrl {
        Accepted.notNegative("Ftrl", "beta", beta);
        Accepted.notNegative("Ftrl", "initial", initial);
        Accepted.notNegative("Ftrl", "l1", l1);
        Accepted.notNegative("Ftrl", "l2", l2);
        if (beta == 0) {
            Accepted.epsilon("Ftrl with beta 0", "initial", initial);
        }
    }

    /**
     * β = 1, which the paper finds good enough, n from 0, no penalties.
     *
     * @return the rule
     */
    public static Ftrl defaults() {
        return new Ftrl(1, 0, 0, 0);
    }

    /**
     * The defaults of Keras and TensorFlow: β = 0, n from 0.1, no penalties, {@code learning_rate_power = −0.5}. Its {@code
     * l2_regularization_strength} is half of λ2.
     *
     * @return the rule
     */
    public static Ftrl keras() {
        return new Ftrl(0, 0.1, 0, 0);
    }

    /**
     * The same rule with another β.
     *
     * @param changed β
     * @return the changed rule
     */
    public Ftrl withBeta(double changed) {
        return new Ftrl(changed, initial, l1, l2);
    }

    /**
     * The same rule with another start.
     *
     * @param changed what n starts at
     * @return the changed rule
     */
    public Ftrl withInitial(double changed) {
        return new Ftrl(beta, changed, l1, l2);
    }

    /**
     * The same rule with another L1 penalty.
     *
     * @param changed λ1
     * @return the changed rule
     */
    public Ftrl withL1(double changed) {
        return new Ftrl(beta, initial, changed, l2);
    }

    /**
     * The same rule with another L2 penalty.
     *
     * @param changed λ2
     * @return the changed rule
     */
    public Ftrl withL2(double changed) {
        return new Ftrl(beta, initial, l1, changed);
    }

    @Override
    public double decay() {
        return l2;
    }

    @Override
    public SlotSpec slots(Shape shape) {
        return SlotSpec.none()
                .tensor(SUM, shape)
                .tensor(SQUARES, shape, (float) initial)
                .scalar(RATE, Double.POSITIVE_INFINITY);
    }

    @Override
    public void apply(StepContext context, Parameter parameter, Tensor gradient, Slots slots) {
        if (context.rate() < LEAST_RATE) {
            return;
        }
        float before = (float) (1 / slots.scalar(RATE));
        float now = (float) (1 / context.rate());
        slots.scalar(RATE, context.rate());
        float b = (float) beta;
        float ridge = (float) context.decay();
        float lasso = (float) l1;
        float[] g = gradient.data();
        float[] w = parameter.update();
        float[] z = slots.tensor(SUM);
        float[] n = slots.tensor(SQUARES);
        context.split(w.length, (from, to) -> loop(w, g, z, n, before, now, b, lasso, ridge, from, to));
    }

    private static void loop(
            float[] w,
            float[] g,
            float[] z,
            float[] n,
            float before,
            float now,
            float b,
            float lasso,
            float ridge,
            int from,
            int to) {
        for (int i = from; i < to; i++) {
            float x = g[i];
            float fewer = n[i];
            float squares = Math.min(fewer + x * x, Float.MAX_VALUE);
            float q = now * (b + (float) Math.sqrt(squares));
            float sum = z[i] + (x - (q - before * (b + (float) Math.sqrt(fewer))) * w[i]);
            w[i] = (Math.max(-lasso, Math.min(lasso, sum)) - sum) / (q + ridge);
            z[i] = sum;
            n[i] = squares;
        }
    }
}
