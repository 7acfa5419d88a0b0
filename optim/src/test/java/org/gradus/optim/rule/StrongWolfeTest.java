package org.gradus.optim.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import org.gradus.core.backend.Workers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StrongWolfeTest {
    private static final LongVector NOTHING = LongVector.over(Workers.of(1), List.of());

    /** A function of one variable that counts its evaluations. */
    private static final class Curve implements StrongWolfe.Line {
        private final DoubleUnaryOperator value;
        private final DoubleUnaryOperator slope;
        private final List<Double> tried = new ArrayList<>();

        Curve(DoubleUnaryOperator value, DoubleUnaryOperator slope) {
            this.value = value;
            this.slope = slope;
        }

        @Override
        public StrongWolfe.Point at(double t) {
            tried.add(t);
            double f = value.applyAsDouble(t);
            return Double.isFinite(f)
                    ? new StrongWolfe.Point(t, f, slope.applyAsDouble(t), NOTHING, NOTHING)
                    : new StrongWolfe.Point(t, Double.POSITIVE_INFINITY, Double.NaN, NOTHING, NOTHING);
        }

        StrongWolfe.Point search(double first) {
            StrongWolfe.Point start =
                    new StrongWolfe.Point(0, value.applyAsDouble(0), slope.applyAsDouble(0), NOTHING, NOTHING);
            return StrongWolfe.search(this, start, first, 1e-12);
        }

        void check(StrongWolfe.Point point) {
            double slope0 = slope.applyAsDouble(0);
            assertThat(point.value()).isLessThanOrEqualTo(value.applyAsDouble(0) + 1e-4 * point.t() * slope0);
            assertThat(Math.abs(point.slope())).isLessThanOrEqualTo(-0.9 * slope0);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-6, 1e-3, 0.1, 1, 10, 1e3, 1e6})
    void bothConditionsHoldFromAnyFirstStep(double first) {
        SplittableRandom random = new SplittableRandom(4);
        for (int i = 0; i < 50; i++) {
            double a = 0.1 + random.nextDouble();
            double b = 3 * random.nextDouble();
            double c = 2 * random.nextDouble();
            // A bowl with waves; its slope at 0 is −2·a − b·c < 0.
            Curve curve = new Curve(
                    t -> a * (t - 1) * (t - 1) - b * Math.sin(c * t), t -> 2 * a * (t - 1) - b * c * Math.cos(c * t));
            curve.check(curve.search(first));
            assertThat(curve.tried).hasSizeLessThanOrEqualTo(26);
        }
    }

    @Test
    void aFirstStepThatSatisfiesBothIsTaken() {
        Curve curve = new Curve(t -> (t - 1) * (t - 1), t -> 2 * (t - 1));
        assertThat(curve.search(0.9).t()).isEqualTo(0.9);
        assertThat(curve.tried).hasSize(1);
    }

    @Test
    void cubicInterpolationFindsTheMinimumOfACubicAtOnce() {
        // t³ − 12·t has its minimum at 2; at 4 it is as high as at 0 less 1e−4 of the slope allows.
        Curve curve = new Curve(t -> t * t * t - 12 * t, t -> 3 * t * t - 12);
        assertThat(curve.search(4).t()).isEqualTo(2);
        assertThat(curve.tried).containsExactly(4.0, 2.0);
    }

    @Test
    void whereItIsNotFiniteItComesHalfWayBack() {
        Curve curve = new Curve(t -> t - Math.log(0.001 + t) + (t > 0.5 ? Double.NaN : 0), t -> 1 - 1 / (0.001 + t));
        StrongWolfe.Point point = curve.search(4);
        curve.check(point);
        assertThat(curve.tried.subList(0, 4)).containsExactly(4.0, 2.0, 1.0, 0.5);
        Curve wall = new Curve(t -> t == 0 ? 1 : Double.NaN, t -> -1);
        assertThat(wall.search(1).t()).isZero();
        assertThat(wall.tried).hasSize(26);
    }

    @Test
    void aSlopeThatNeverRisesEndsAfter25PointsAtTheLowest() {
        Curve curve = new Curve(t -> -t, t -> -1);
        StrongWolfe.Point point = curve.search(1);
        assertThat(curve.tried).hasSize(26);
        // A cubic has no minimum here, so each point is in the middle of what is allowed, at least five times as far.
        assertThat(point.t()).isEqualTo(curve.tried.get(25)).isGreaterThan(Math.pow(5, 25));
    }
}
