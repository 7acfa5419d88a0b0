package org.gradus.optim.landscape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.gradus.core.Parameter;
import org.gradus.core.Rng;
import org.gradus.core.Shape;
import org.gradus.core.Tensor;
import org.gradus.optim.Weights;
import org.gradus.optim.gradient.Objective;
import org.junit.jupiter.api.Test;

class PowerIterationTest {
    private final PowerIteration iteration = new PowerIteration(2000, 1e-5, Rng.of(3));

    /** {@code ½·wᵀAw}, of which A is the Hessian. */
    private static Objective quadratic(Parameter w, double[][] a) {
        int n = a.length;
        float[] flat = new float[n * n];
        for (int i = 0; i < n * n; i++) {
            flat[i] = (float) a[i / n][i % n];
        }
        Tensor matrix = Tensor.of(Shape.of(n, n), flat);
        return again -> {
            Tensor column = w.value().reshape(n, 1);
            return column.mul(matrix.matmul(column)).sum().mul(0.5f);
        };
    }

    /** {@code D − 2·D·u·uᵀ − 2·u·uᵀ·D + 4·(uᵀDu)·u·uᵀ}: the diagonal seen through a reflection, same spectrum. */
    private static double[][] withSpectrum(double... eigenvalues) {
        int n = eigenvalues.length;
        SplittableRandom random = new SplittableRandom(n);
        double[] u = random.doubles(n, -1, 1).toArray();
        double norm = Math.sqrt(Arrays.stream(u).map(v -> v * v).sum());
        double bend = 0;
        for (int i = 0; i < n; i++) {
            u[i] /= norm;
            bend += eigenvalues[i] * u[i] * u[i];
        }
        double[][] a = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                a[i][j] = (i == j ? eigenvalues[i] : 0)
                        + (4 * bend - 2 * eigenvalues[i] - 2 * eigenvalues[j]) * u[i] * u[j];
            }
        }
        return a;
    }

    private static Weights zeros(int n) {
        Weights model = new Weights();
        model.add("w", Tensor.zeros(n));
        return model;
    }

    private void check(Eigenpair found, double expected, double scale) {
        assertThat(found.converged()).isTrue();
        // Within the residual, and within the rounding of the float matrix and of the products: n·2⁻²⁴ each, n = 8.
        assertThat(found.residual()).isLessThanOrEqualTo(1e-5 * scale * (1 + 1e-6));
        assertThat(found.value()).isCloseTo(expected, within(scale * (1e-5 + 16 * 0x1p-24)));
        assertThat(found.vector().norm()).isCloseTo(1, within(1e-6));
    }

    @Test
    void findsBothEndsOfAKnownSpectrum() {
        double[][] positive = withSpectrum(7, 3, 2.5, 1, 0.5, 0.25, 0, -2);
        Weights model = zeros(8);
        Objective objective = quadratic(model.get("w"), positive);
        check(iteration.dominant(model, objective), 7, 7);
        check(iteration.largest(model, objective), 7, 7);
        check(iteration.smallest(model, objective), -2, 7);
        double[][] negative = withSpectrum(-9, 4, 3, 1, 0.5, 0.25, 0, -2);
        objective = quadratic(model.get("w"), negative);
        check(iteration.dominant(model, objective), -9, 9);
        check(iteration.largest(model, objective), 4, 9);
        check(iteration.smallest(model, objective), -9, 9);
        assertThat(Jacobi.eigenvalues(negative)[0]).isCloseTo(-9, within(1e-12));
        assertThat(Jacobi.eigenvalues(negative)[7]).isCloseTo(4, within(1e-12));
    }

    @Test
    void saysWhenTwoEndsOfEqualMagnitudeKeepItFromConverging() {
        Weights model = zeros(4);
        Objective objective = quadratic(model.get("w"), withSpectrum(2, -2, 1, 0));
        Eigenpair dominant = iteration.dominant(model, objective);
        assertThat(dominant.converged()).isFalse();
        assertThat(dominant.iterations()).isEqualTo(2000);
        assertThat(dominant.residual()).isGreaterThan(0.1);
        check(iteration.largest(model, objective), 2, 2);
        check(iteration.smallest(model, objective), -2, 2);
    }

    @Test
    void findsTheCurvaturesAtASaddlePoint() {
        Weights model = new Weights();
        Parameter x = model.add("x", Tensor.of(0f));
        Parameter y = model.add("y", Tensor.of(0f));
        Objective saddle = again -> Surface.saddle().function().at(x.value(), y.value());
        Eigenpair up = iteration.largest(model, saddle);
        Eigenpair down = iteration.smallest(model, saddle);
        check(up, 2, 2);
        check(down, -2, 2);
        assertThat(Math.abs(up.vector().find(x).orElseThrow().item())).isCloseTo(1, within(1e-4f));
        assertThat(Math.abs(down.vector().find(y).orElseThrow().item())).isCloseTo(1, within(1e-4f));
    }

    @Test
    void agreesWithTheAssembledHessianOfANetwork() {
        for (long seed = 1; seed <= 4; seed++) {
            SmallNetwork network = new SmallNetwork(seed);
            assertThat((double) network.objective().loss(true).item())
                    .isCloseTo(network.loss(network.weights()), within(1e-6));
            double[] spectrum = Jacobi.eigenvalues(network.hessian());
            double least = spectrum[0];
            double greatest = spectrum[11];
            double scale = Math.max(-least, greatest);
            Eigenpair dominant = iteration.dominant(network, network.objective());
            assertThat(dominant.converged()).as("seed %s", seed).isTrue();
            double tolerance = scale * 3e-5;
            assertThat(dominant.value()).isCloseTo(greatest > -least ? greatest : least, within(tolerance));
            assertThat(iteration.largest(network, network.objective()).value()).isCloseTo(greatest, within(tolerance));
            assertThat(iteration.smallest(network, network.objective()).value()).isCloseTo(least, within(tolerance));
        }
    }

    @Test
    void theIterationsAreCountedAndBounded() {
        Weights model = zeros(2);
        Objective objective = quadratic(model.get("w"), withSpectrum(3, 1));
        Eigenpair one = new PowerIteration(1, 0, Rng.of(1)).dominant(model, objective);
        assertThat(one.iterations()).isEqualTo(1);
        assertThat(one.converged()).isFalse();
        assertThat(one.value()).isBetween(1.0, 3.0);
        // The error of the direction shrinks by 3 with each product; from at most tan 89° to 1e-5 takes 15 to 16.
        Eigenpair whole = iteration.dominant(model, objective);
        assertThat(whole.iterations()).isBetween(5, 16);
        Eigenpair both = iteration.smallest(model, objective);
        assertThat(both.iterations()).isGreaterThan(whole.iterations());
        assertThat(both.value()).isCloseTo(1, within(1e-4));
    }

    @Test
    void theKeyDecidesTheFirstDirection() {
        SmallNetwork network = new SmallNetwork(1);
        PowerIteration short1 = new PowerIteration(2, 0, Rng.of(1));
        Eigenpair a = short1.dominant(network, network.objective());
        Eigenpair b = short1.dominant(network, network.objective());
        Eigenpair c = new PowerIteration(2, 0, Rng.of(2)).dominant(network, network.objective());
        assertThat(a.value()).isEqualTo(b.value());
        assertThat(a.vector().find(network.first).orElseThrow().toArray())
                .containsExactly(b.vector().find(network.first).orElseThrow().toArray());
        assertThat(a.value()).isNotEqualTo(c.value());
    }

    @Test
    void leavesWeightsAndBuffersBitForBitEvenWithACarelessObjective() {
        SmallNetwork network = new SmallNetwork(1);
        Tensor value = network.first.value();
        String before = network.state().sha256();
        iteration.smallest(network, network.careless());
        assertThat(network.state().sha256()).isEqualTo(before);
        // Nothing was written at all, so that what was read before is still valid.
        assertThat(value.toArray()).isNotEmpty();
        assertThatThrownBy(() -> iteration.largest(network, again -> {
                    network.careless().loss(again);
                    throw new IllegalStateException("on purpose");
                }))
                .hasMessage("on purpose");
        assertThat(network.state().sha256()).isEqualTo(before);
    }

    @Test
    void isThatOfTheParametersThatAreTrained() {
        SmallNetwork network = new SmallNetwork(2);
        network.first.freeze();
        network.bias.freeze();
        double[][] whole = network.hessian();
        double[][] block = new double[3][3];
        for (int i = 0; i < 9; i++) {
            block[i / 3][i % 3] = whole[9 + i / 3][9 + i % 3];
        }
        Eigenpair found = iteration.dominant(network, network.objective());
        assertThat(found.vector().entries()).hasSize(1);
        assertThat(found.value()).isCloseTo(Jacobi.eigenvalues(block)[2], within(1e-4));
    }

    @Test
    void aFlatLossHasTheEigenvalueZero() {
        Weights model = zeros(3);
        Eigenpair flat =
                iteration.largest(model, again -> model.get("w").value().sum());
        assertThat(flat.value()).isZero();
        assertThat(flat.converged()).isTrue();
        assertThat(flat.iterations()).isEqualTo(1);
        Weights bowl = zeros(3);
        Eigenpair round = new PowerIteration(50, 0, Rng.of(1))
                .smallest(bowl, again -> bowl.get("w").value().square().sum());
        assertThat(round.value()).isCloseTo(2, within(1e-6));
    }

    @Test
    void refusesWhatHasNoHessian() {
        Weights none = new Weights();
        assertThatThrownBy(() -> iteration.dominant(none, again -> Tensor.scalar(1f)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("power iteration: the model has no parameter that is trained, so there is no Hessian");
        Weights model = zeros(2);
        assertThatThrownBy(() -> iteration.dominant(model, again -> Tensor.scalar(1f)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("does not depend on any parameter");
        assertThatThrownBy(() -> iteration.dominant(
                        model,
                        again -> model.get("w").value().square().mul(Float.NaN).sum()))
                .isInstanceOf(ArithmeticException.class)
                .hasMessageStartingWith("power iteration: the product with the Hessian is not finite: ");
        assertThatThrownBy(() -> new PowerIteration(0, 0, Rng.of(1)))
                .hasMessage("power iteration: iterations = 0 is not accepted; it must be at least 1");
        assertThatThrownBy(() -> new PowerIteration(1, Double.NaN, Rng.of(1)))
                .hasMessage("power iteration: tolerance = NaN is not accepted; it must lie in [0, infinity)");
    }
}
