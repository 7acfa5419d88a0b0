package org.gradus.optim.landscape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.gradus.core.Tensor;
import org.gradus.core.backend.Workers;
import org.gradus.optim.Weights;
import org.gradus.optim.gradient.Hessian;
import org.gradus.optim.gradient.Objective;
import org.gradus.optim.gradient.ParameterVector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SurfaceTest {
    /** No formula has more than 16 roundings on one path, doubled for the derivatives of products; cos and sin take 2. */
    private static final double ROUNDINGS = 32 * 0x1p-24;

    static Stream<Surface> surfaces() {
        return Surface.all().stream();
    }

    @ParameterizedTest
    @MethodSource("surfaces")
    void valueGradientAndHessianAreThoseOfTheFormula(Surface surface) {
        SurfaceOracle oracle = SurfaceOracle.all().get(surface.name());
        SplittableRandom random = new SplittableRandom(11);
        Area area = surface.area();
        check(surface, oracle, (float) surface.start().x(), (float)
                surface.start().y());
        for (Place minimum : surface.minima()) {
            check(surface, oracle, (float) minimum.x(), (float) minimum.y());
        }
        for (int i = 0; i < 50; i++) {
            check(surface, oracle, (float) (area.left() + random.nextDouble() * (area.right() - area.left())), (float)
                    (area.bottom() + random.nextDouble() * (area.top() - area.bottom())));
        }
    }

    private static void check(Surface surface, SurfaceOracle oracle, float x, float y) {
        Weights model = new Weights();
        var px = model.add("x", Tensor.of(x));
        var py = model.add("y", Tensor.of(y));
        Objective height = again -> surface.function().at(px.value(), py.value());
        double[] size = oracle.magnitudes(x, y);
        assertThat(surface.at(x, y))
                .as("value at %s, %s", x, y)
                .isCloseTo(oracle.value(x, y), within(ROUNDINGS * size[0]));
        var gradients = height.loss(false).backward();
        double[] gradient = oracle.gradient(x, y);
        assertThat((double) gradients.of(px).item())
                .as("∂x at %s, %s", x, y)
                .isCloseTo(gradient[0], within(ROUNDINGS * size[1]));
        assertThat((double) gradients.of(py).item())
                .as("∂y at %s, %s", x, y)
                .isCloseTo(gradient[1], within(ROUNDINGS * size[1]));
        Hessian hessian = Hessian.of(height);
        double[] h = oracle.hessian(x, y);
        for (int column = 0; column < 2; column++) {
            ParameterVector product = hessian.times(ParameterVector.of(
                    Workers.shared(),
                    List.of(
                            new ParameterVector.Entry(px, Tensor.of(1f - column)),
                            new ParameterVector.Entry(py, Tensor.of((float) column)))));
            double first = product.find(px).orElseThrow().item();
            double second = product.find(py).orElseThrow().item();
            assertThat(first).as("H at %s, %s", x, y).isCloseTo(h[column], within(ROUNDINGS * size[2]));
            assertThat(second).as("H at %s, %s", x, y).isCloseTo(h[column + 1], within(ROUNDINGS * size[2]));
        }
    }

    /** A minimum is where the gradient is 0 and the Hessian positive; that none is lower is looked up on a fine grid. */
    @ParameterizedTest
    @MethodSource("surfaces")
    void theMinimaAreMinimaAndNoneIsLower(Surface surface) {
        SurfaceOracle oracle = SurfaceOracle.all().get(surface.name());
        assertThat(surface.minima()).isNotEmpty();
        for (Place minimum : surface.minima()) {
            assertThat(oracle.value(minimum.x(), minimum.y())).isCloseTo(minimum.value(), within(1e-13));
            for (double slope : oracle.gradient(minimum.x(), minimum.y())) {
                assertThat(slope).isCloseTo(0, within(1e-12));
            }
            double[] h = oracle.hessian(minimum.x(), minimum.y());
            assertThat(h[0]).isPositive();
            assertThat(h[0] * h[2] - h[1] * h[1]).isPositive();
            assertThat(surface.area().holdsWhenScaled(1, minimum.x(), minimum.y()))
                    .isTrue();
        }
        Area area = surface.area();
        double least = surface.minima().get(0).value();
        for (int i = 0; i <= 300; i++) {
            for (int j = 0; j <= 300; j++) {
                double x = area.left() + i / 300.0 * (area.right() - area.left());
                double y = area.bottom() + j / 300.0 * (area.top() - area.bottom());
                assertThat(oracle.value(x, y)).isGreaterThanOrEqualTo(least - 1e-12);
            }
        }
    }

    @Test
    void theStartsAreInTheirAreasWithTheirHeights() {
        assertThat(Surface.all()).allSatisfy(surface -> {
            Place start = surface.start();
            assertThat(surface.area().holdsWhenScaled(1, start.x(), start.y())).isTrue();
            assertThat(start.value()).isEqualTo(surface.at(start.x(), start.y()));
        });
        assertThat(Surface.rosenbrock().start().value()).isCloseTo(24.2, within(1e-5));
        assertThat(Surface.beale().start().value()).isEqualTo(14.203125);
    }

    @Test
    void theGridHoldsTheHeightsInOrder() {
        Grid grid = Surface.ravine().grid(15, 8);
        assertThat(grid.columns()).isEqualTo(15);
        assertThat(grid.rows()).isEqualTo(8);
        assertThat(grid.x(0)).isEqualTo(-10);
        assertThat(grid.x(14)).isEqualTo(4);
        assertThat(grid.y(7)).isEqualTo(3.5);
        for (int row = 0; row < 8; row++) {
            for (int column = 0; column < 15; column++) {
                assertThat(grid.value(column, row)).isEqualTo(Surface.ravine().at(grid.x(column), grid.y(row)));
            }
        }
        assertThatThrownBy(() -> Surface.ravine().grid(1, 5))
                .hasMessage("surface: columns = 1 is not accepted; it must be at least 2");
    }

    @Test
    void aSurfaceMustWorkElementByElement() {
        Surface sum = Surface.of("sum", (x, y) -> x.add(y).sum(), new Area(0, 1, 0, 1), 0, 0);
        assertThatThrownBy(() -> sum.grid(3, 3))
                .hasMessage("surface 'sum': its function made [] of [9]; it must work element by element");
    }

    @Test
    void anAreaMustHaveSides() {
        assertThatThrownBy(() -> new Area(1, 1, 0, 1))
                .hasMessage(
                        "area: x from 1.0 to 1.0 and y from 0.0 to 1.0 is no rectangle; both must ascend and be finite");
        assertThatThrownBy(() -> new Area(0, 1, Double.NaN, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Area(0, Double.POSITIVE_INFINITY, 0, 1))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
