package org.gradus.optim.landscape;

import java.util.List;
import org.gradus.core.Layer;
import org.gradus.core.Parameter;
import org.gradus.core.Rng;
import org.gradus.core.Tensor;
import org.gradus.core.backend.Workers;
import org.gradus.optim.check.Accepted;
import org.gradus.optim.gradient.Hessian;
import org.gradus.optim.gradient.Objective;
import org.gradus.optim.gradient.ParameterVector;

/**
 * Finds eigenvalues at the ends of a Hessian's spectrum: {@code v ← (H − σI)v / ‖(H − σI)v‖} converges to the eigenvector
 * whose eigenvalue is furthest from σ, and {@code λ = vᵀHv} to the eigenvalue. H is never formed: {@link Hessian}
 * multiplies.
 *
 * <pre>{@code
 * Eigenpair top = PowerIteration.defaults().dominant(model, again -> loss(model, batch));
 * double greatestStableRate = 2 / top.value();
 * }</pre>
 *
 * <p>It ends when {@code ‖Hv − λv‖ ≤ tolerance·‖H‖} (with the largest {@code ‖Hv‖} seen for {@code ‖H‖}), or after so many
 * products. Each one gains a factor of {@code |λ₂ − σ|/|λ₁ − σ|}; when the two largest eigenvalues are of equal magnitude and
 * opposite sign, {@link #dominant} does not converge and says so, but {@link #largest} and {@link #smallest} do.
 *
 * <p>The Hessian is that of the parameters that are not frozen. Products are sums of floats: differences below about 1e−6 of
 * {@code ‖H‖} mean nothing. The model stays as it is bit for bit, buffers included.
 *
 * <p><b>Reference:</b> von Mises, Pollaczek-Geiringer 1929, "Praktische Verfahren der Gleichungsauflösung"; for neural
 * networks LeCun, Simard, Pearlmutter 1993, "Automatic learning rate maximization by on-line estimation of the Hessian's
 * eigenvectors". The bound by the residual: Parlett 1998, "The Symmetric Eigenvalue Problem", Theorem 4.5.1. The defaults
 * are PyHessian's (Yao et al. 2020, arXiv:1912.07145), which compares two values of λ instead of the residual.
 *
 * @param iterations the most products for one eigenvalue, at least 1; {@link #largest} and {@link #smallest} may need them
 *     twice
 * @param tolerance how small the residual must be relative to {@code ‖H‖}, in [0, infinity)
 * @param rng where the first direction comes from: for each parameter a draw under its path
 */
public record PowerIteration(int iterations, double tolerance, Rng rng) {
    /**
     * Checks the ranges.
     *
     * @param iterations the most products for one eigenvalue
     * @param tolerance how small the residual must be
     * @param rng where the first direction comes from
     * @throws IllegalArgumentException when a value is outside its range
     */
    public PowerIteration {
        Accepted.steps("power iteration", "iterations", iterations, 1);
        Accepted.notNegative("power iteration", "tolerance", tolerance);
    }

    /**
     * 100 products, a tolerance of 1e−3, directions of seed 0.
     *
     * @return the iteration
     */
    public static PowerIteration defaults() {
        return new PowerIteration(100, 1e-3, Rng.of(0));
    }

    /**
     * The eigenvalue of largest magnitude, with its sign.
     *
     * @param model whose parameters the Hessian is of
     * @param objective the loss
     * @return the eigenvalue
     * @throws IllegalArgumentException when the model has no parameter that is trained
     * @throws IllegalStateException when the loss depends on no parameter
     * @throws ArithmeticException when a product is not finite
     */
    public Eigenpair dominant(Layer model, Objective objective) {
        return search(model, objective, 0);
    }

    /**
     * The algebraically largest eigenvalue: the steepest upward curvature. If the dominant one is negative, H is shifted by
     * its magnitude.
     *
     * @param model whose parameters the Hessian is of
     * @param objective the loss
     * @return the eigenvalue
     * @throws IllegalArgumentException when the model has no parameter that is trained
     * @throws IllegalStateException when the loss depends on no parameter
     * @throws ArithmeticException when a product is not finite
     */
    public Eigenpair largest(Layer model, Objective objective) {
        return search(model, objective, 1);
    }

    /**
     * The algebraically smallest eigenvalue: negative where the loss curves downwards in some direction, as at a saddle
     * point.
     *
     * @param model whose parameters the Hessian is of
     * @param objective the loss
     * @return the eigenvalue
     * @throws IllegalArgumentException when the model has no parameter that is trained
     * @throws IllegalStateException when the loss depends on no parameter
     * @throws ArithmeticException when a product is not finite
     */
    public Eigenpair smallest(Layer model, Objective objective) {
        return search(model, objective, -1);
    }

    /** The sign of the wanted end; 0 for either. */
    private Eigenpair search(Layer model, Objective objective, int sign) {
        List<Parameter> trained =
                model.parameters().stream().filter(p -> !p.isFrozen()).toList();
        if (trained.isEmpty()) {
            throw new IllegalArgumentException(
                    "power iteration: the model has no parameter that is trained, so there is no Hessian");
        }
        Snapshot before = Snapshot.of(model, List.of());
        try {
            Iteration iteration = new Iteration(Hessian.of(objective));
            Eigenpair dominant = iteration.run(start(trained, rng.at("eigenvalue")), 0);
            if (sign == 0 || dominant.converged() && dominant.value() * sign >= 0) {
                return dominant;
            }
            Eigenpair shifted = iteration.run(start(trained, rng.at("shifted eigenvalue")), -sign * iteration.greatest);
            // No quotient vᵀHv goes beyond the spectrum, so the further one is nearer to its end.
            return shifted.value() * sign > dominant.value() * sign ? shifted : dominant;
        } finally {
            before.restore();
        }
    }

    private static ParameterVector start(List<Parameter> parameters, Rng key) {
        ParameterVector drawn = ParameterVector.of(
                Workers.shared(),
                parameters.stream()
                        .map(p -> new ParameterVector.Entry(p, normal(p, key.at(p.path()))))
                        .toList());
        return drawn.times(1 / drawn.norm());
    }

    private static Tensor normal(Parameter parameter, Rng key) {
        return Tensor.wrap(parameter.shape(), key.normal(parameter.shape().size()));
    }

    /** One Hessian, several shifts. */
    private final class Iteration {
        private final Hessian hessian;
        private double greatest;
        private int products;

        Iteration(Hessian hessian) {
            this.hessian = hessian;
        }

        Eigenpair run(ParameterVector start, double shift) {
            ParameterVector v = start;
            for (int i = 1; ; i++) {
                ParameterVector product = hessian.times(v);
                products++;
                if (!Double.isFinite(product.norm())) {
                    throw new ArithmeticException("power iteration: the product with the Hessian is not finite: "
                            + product.firstNonFinite().orElse(""));
                }
                double squared = v.norm() * v.norm();
                greatest = Math.max(greatest, product.norm() / v.norm());
                double value = Sums.dot(v, product) / squared;
                double residual = Sums.distance(product, v, value) / v.norm();
                boolean converged = residual <= tolerance * greatest;
                ParameterVector next = shift == 0 ? product : Sums.minus(product, v, shift);
                if (converged || i == iterations || next.norm() == 0) {
                    return new Eigenpair(value, v, residual, products, converged);
                }
                v = next.times(1 / next.norm());
            }
        }
    }
}
