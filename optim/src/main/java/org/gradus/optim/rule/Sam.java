package org.gradus.optim.rule;

import java.util.List;
import org.gradus.core.Tensor;
import org.gradus.core.backend.Workers;
import org.gradus.optim.Optimizer;
import org.gradus.optim.check.Accepted;
import org.gradus.optim.gradient.ParameterVector;

/**
 * Sharpness-aware minimisation: another rule steps by the gradient that is found a little uphill.
 *
 * <p>With the gradient g of all parameters together: {@code ε = ρ·g/‖g‖}, and the inner rule gets {@code ∇L(θ + ε)} at θ.
 * Adaptive (ASAM), with {@code T = |θ| + η} element by element: {@code ε = ρ·T²·g/‖T·g‖}, which a change of scale between
 * layers does not affect.
 *
 * <p>The step evaluates twice, so it needs {@link Optimizer#step(org.gradus.optim.gradient.Objective)}; the second evaluation must see
 * the same batch and noise and leave running statistics alone, as {@code Trainer} sees to.
 *
 * <p><b>When:</b> for flatter minima that generalise better, at twice the time. <b>Memory:</b> the inner rule's slots;
 * during the step one copy of the weights and one of the gradients.
 *
 * <p><b>Reference:</b> Foret, Kleiner, Mobahi, Neyshabur 2021, arXiv:2010.01412, Algorithm 1 and equation 2 with p = 2; Kwon,
 * Kim, Park, Choi 2021, arXiv:2102.11600, equation 8. Deviations: 1e−12 is added to the norms; the adaptive form scales every
 * parameter as in the paper, where its authors' code leaves biases as they are.
 *
 * @param inner the rule that moves the parameters; it must not take gradients elsewhere itself
 * @param rho ρ, in (0, infinity)
 * @param adaptive whether ε is scaled by the weights
 * @param eta η of the adaptive form, in [0, infinity)
 */
public record Sam(UpdateRule inner, double rho, boolean adaptive, double eta) implements WrappedRule, ProbingRule {
    private static final double TINY = 1e-12;

    /**
     * Checks the ranges.
     *
     * @param inner the rule that moves the parameters
     * @param rho ρ
     * @param adaptive whether ε is scaled by the weights
     * @param eta η of the adaptive form
     * @throws IllegalArgumentException when a value is outside its range, or the inner rule takes gradients elsewhere
     */
    public Sam {
        Accepted.positive("Sam", "rho", rho);
        Accepted.notNegative("Sam", "eta", eta);
        WrappedRule.find(ProbingRule.class, inner).ifPresent(probing -> {
            throw new IllegalArgumentException("Sam: "
                    + probing.getClass().getSimpleName()
                    + " inside it takes gradients at points of its own; only one rule of an optimizer can");
        });
    }

    /**
     * ρ = 0.05, the paper's default, not adaptive.
     *
     * @param inner the rule that moves the parameters
     * @return the rule
     * @throws IllegalArgumentException when the inner rule takes gradients elsewhere
     */
    public static Sam of(UpdateRule inner) {
        return new Sam(inner, 0.05, false, 0.01);
    }

    /**
     * The adaptive form with ρ = 0.5 and η = 0.01, the settings of its paper for CIFAR-10 and defaults of its authors' code.
     *
     * @param inner the rule that moves the parameters
     * @return the rule
     * @throws IllegalArgumentException when the inner rule takes gradients elsewhere
     */
    public static Sam adaptive(UpdateRule inner) {
        return new Sam(inner, 0.5, true, 0.01);
    }

    /**
     * The same rule with another distance uphill.
     *
     * @param changed ρ
     * @return the changed rule
     */
    public Sam withRho(double changed) {
        return new Sam(inner, changed, adaptive, eta);
    }

    /**
     * The same rule with another η.
     *
     * @param changed η
     * @return the changed rule
     */
    public Sam withEta(double changed) {
        return new Sam(inner, rho, adaptive, changed);
    }

    @Override
    public Sam withInner(UpdateRule changed) {
        return new Sam(changed, rho, adaptive, eta);
    }

    @Override
    public ParameterVector gradients(List<Part> parts, ParameterVector here, double loss, Probe probe) {
        Workers workers = parts.get(0).context().workers();
        ParameterVector uphill = adaptive ? scaled(here, 1, workers) : here;
        double factor = rho / (uphill.norm() + TINY);
        return probe.at(adaptive ? scaled(uphill, factor, workers) : uphill.times(factor))
                .gradients();
    }

    /** {@code factor·x·(|θ| + η)}. */
    private ParameterVector scaled(ParameterVector x, double factor, Workers workers) {
        float f = (float) factor;
        float e = (float) eta;
        return x.map((parameter, tensor) -> {
            float[] w = parameter.value().data();
            float[] values = tensor.data();
            float[] out = new float[values.length];
            workers.split(out.length, (from, to) -> scale(out, values, w, f, e, from, to));
            return Tensor.wrap(tensor.shape(), out);
        });
    }

    private static void scale(float[] out, float[] x, float[] w, float f, float e, int from, int to) {
        for (int i = from; i < to; i++) {
            out[i] = f * x[i] * (Math.abs(w[i]) + e);
        }
    }
}
