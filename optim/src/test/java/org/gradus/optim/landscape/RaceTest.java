package org.gradus.optim.landscape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.gradus.core.Tensor;
import org.gradus.optim.NonFinite;
import org.gradus.optim.OptimizerOptions;
import org.gradus.optim.ParameterGroup;
import org.gradus.optim.gradient.GradientTransform;
import org.gradus.optim.rule.Adam;
import org.gradus.optim.rule.Sam;
import org.gradus.optim.rule.ScheduleFreeSgd;
import org.gradus.optim.rule.Sgd;
import org.gradus.optim.schedule.Schedule;
import org.junit.jupiter.api.Test;

class RaceTest {
    private static final Area PLANE = new Area(-2, 2, -2, 2);

    private static Trail only(Race race) {
        List<Trail> trails = race.run().trails();
        assertThat(trails).hasSize(1);
        return trails.get(0);
    }

    @Test
    void descentOnTheRavineIsTheClosedForm() {
        double rate = 0.03;
        Trail trail = only(Race.on(Surface.ravine(), 40).with("descent", Sgd.defaults(), Schedule.constant(rate)));
        assertThat(trail.places()).hasSize(41);
        for (int t = 0; t <= 40; t++) {
            Place place = trail.places().get(t);
            double x = -9 * Math.pow(1 - rate, t);
            double y = 2 * Math.pow(1 - 50 * rate, t);
            // Each step rounds rate, product and difference, relative to the larger of old and new place.
            assertThat(place.x()).isCloseTo(x, within(3 * (t + 1) * 0x1p-24 * 9));
            assertThat(place.y()).isCloseTo(y, within(5 * (t + 1) * 0x1p-24 * 2));
            assertThat(place.value()).isEqualTo(Surface.ravine().at(place.x(), place.y()));
        }
        assertThat(trail.end()).isEqualTo(Trail.End.STEPS);
        assertThat(trail.steps()).isEqualTo(40);
        assertThat(trail.lowest()).isEqualTo(trail.last());
    }

    @Test
    void aTrailConvergesWhenGradientAndMoveAreSmall() {
        Race race = Race.on(Surface.ravine(), 2000).with("descent", Sgd.defaults(), Schedule.constant(0.03));
        Trail trail = only(race);
        assertThat(trail.end()).isEqualTo(Trail.End.CONVERGED);
        assertThat(trail.because()).startsWith("the gradient's norm is 9.");
        Place last = trail.last();
        Place before = trail.places().get(trail.steps() - 1);
        assertThat(Math.hypot(last.x(), 50 * last.y())).isLessThanOrEqualTo(1e-4);
        assertThat(Math.hypot(before.x(), 50 * before.y())).isGreaterThan(1e-4);
        Trail finer = only(race.withTolerance(1e-6));
        assertThat(finer.steps()).isGreaterThan(trail.steps());
        assertThat(finer.places().subList(0, trail.places().size())).isEqualTo(trail.places());
    }

    @Test
    void exactlyOnTheRidgeDescentRestsAtTheSaddle() {
        Trail trail =
                only(Race.on(Surface.saddle(), 500).from(-1.6, 0).with("", Sgd.defaults(), Schedule.constant(0.1)));
        assertThat(trail.end()).isEqualTo(Trail.End.CONVERGED);
        assertThat(trail.last().value()).isCloseTo(0, within(1e-8));
    }

    @Test
    void aTrailThatLeavesFarOrMeetsNumbersThatAreNotFiniteHasDiverged() {
        Trail fast = only(Race.on(Surface.ravine(), 100).with("", Sgd.defaults(), Schedule.constant(0.06)));
        assertThat(fast.end()).isEqualTo(Trail.End.DIVERGED);
        assertThat(fast.because()).endsWith(") is far outside");
        assertThat(Math.abs(fast.last().y())).isGreaterThan(35);
        assertThat(Math.abs(fast.places().get(fast.steps() - 1).y())).isLessThanOrEqualTo(35);

        Surface root = Surface.of("root", (x, y) -> x.sqrt().add(y.square()), PLANE, 1, 1);
        Trail over = only(Race.on(root, 10).with("", Sgd.defaults(), Schedule.constant(4)));
        assertThat(over.end()).isEqualTo(Trail.End.DIVERGED);
        assertThat(over.because()).isEqualTo("the value is NaN at (-1, -7)");
        assertThat(over.steps()).isEqualTo(1);
        assertThat(over.lowest()).isEqualTo(over.places().get(0));

        Trail bare = only(Race.on(root, 10).from(0, 1).with("", Sgd.defaults(), Schedule.constant(0.1)));
        assertThat(bare.end()).isEqualTo(Trail.End.DIVERGED);
        assertThat(bare.because()).isEqualTo("the gradient of 'point' [2] is Infinity at element 0");
        assertThat(bare.steps()).isZero();
    }

    @Test
    void aStartThatIsLostEndsAtOnce() {
        Race race = Race.on(Surface.rosenbrock(), 10).with("", Adam.defaults(), Schedule.constant(0.1));
        Trail outside = only(race.from(1e6, -1e6));
        assertThat(outside.end()).isEqualTo(Trail.End.DIVERGED);
        assertThat(outside.because()).isEqualTo("(1e6, -1e6) is far outside");
        Trail overflow = only(race.from(1e30, 0));
        assertThat(overflow.because()).isEqualTo("the value is Infinity at (1e30, 0)");
        assertThat(overflow.places()).hasSize(1);
        assertThatThrownBy(() -> race.from(Double.NaN, 0))
                .hasMessage("race: the start (NaN, 0.0) is not accepted; both must be finite as floats");
        assertThatThrownBy(() -> race.from(0, 1e39)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aFlatSurfaceIsConvergedAndOneWithoutASlopeIsNoSurface() {
        Surface flat = Surface.of("flat", (x, y) -> x.add(y).mul(0f), PLANE, 1, 1);
        Trail trail = only(Race.on(flat, 10).with("", Adam.defaults(), Schedule.constant(0.1)));
        assertThat(trail.end()).isEqualTo(Trail.End.CONVERGED);
        assertThat(trail.steps()).isEqualTo(1);
        Surface constant =
                Surface.of("constant", (x, y) -> Tensor.zeros(x.shape().dims()), PLANE, 1, 1);
        assertThatThrownBy(() -> Race.on(constant, 10)
                        .with("", Sgd.defaults(), Schedule.constant(1))
                        .run())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("does not depend on any parameter");
    }

    @Test
    void probingRulesWeightsForUseAndTransformsWalkToo() {
        Race race = Race.on(Surface.ravine(), 30)
                .with("sharpness", Sam.of(Sgd.defaults()), Schedule.constant(0.01))
                .with("averaged", ScheduleFreeSgd.defaults(), Schedule.constant(0.01))
                .with(
                        "clipped",
                        Sgd.defaults(),
                        Schedule.constant(0.01),
                        OptimizerOptions.defaults().withTransform(GradientTransform.clipGlobalNorm(1)));
        List<Trail> trails = race.run().trails();
        // As SAM: the gradient of (x + rho·x/n, y + rho·50y/n) with n the norm of (x, 50y).
        double n = Math.hypot(9, 100);
        Place first = trails.get(0).places().get(1);
        assertThat(first.x()).isCloseTo(-9 + 0.01 * (9 + 0.05 * 9 / n), within(1e-6));
        assertThat(first.y()).isCloseTo(2 - 0.01 * 50 * (2 + 0.05 * 100 / n), within(1e-6));
        // The average of two points of plain descent, of which the second gradient is taken at the trained point y = z.
        Trail averaged = trails.get(1);
        double z1 = -9 * 0.99;
        assertThat(averaged.places().get(1).x()).isCloseTo(z1, within(1e-6));
        assertThat(averaged.places().get(2).x()).isCloseTo((z1 + z1 * 0.99) / 2, within(1e-6));
        Trail clipped = trails.get(2);
        for (int t = 1; t <= 30; t++) {
            Place a = clipped.places().get(t - 1);
            Place b = clipped.places().get(t);
            assertThat(Math.hypot(a.x() - b.x(), a.y() - b.y())).isCloseTo(0.01, within(1e-6));
        }
    }

    @Test
    void optionsAreTheEntrantsOwnButForTheTreatmentOfNumbersThatAreNotFinite() {
        Surface root = Surface.of("root", (x, y) -> x.sqrt().add(y.square()), PLANE, 1, 1);
        OptimizerOptions options = OptimizerOptions.defaults()
                .withNonFinite(NonFinite.THROW)
                .withGroup(ParameterGroup.paths("point").withRateFactor(0.5));
        Trail trail = only(Race.on(root, 3).with("", Sgd.defaults(), Schedule.constant(0.2), options));
        assertThat(trail.places().get(1).x()).isCloseTo(0.95, within(1e-6));
        assertThat(only(Race.on(root, 3).from(0, 1).with("", Sgd.defaults(), Schedule.constant(0.2), options))
                        .end())
                .isEqualTo(Trail.End.DIVERGED);
    }

    @Test
    void theSameRaceGivesTheSameBits() {
        Race race = Race.on(Surface.himmelblau(), 100)
                .with("momentum", Sgd.defaults().withMomentum(0.9), Schedule.constant(0.01))
                .with("Adam", Adam.defaults(), Schedule.cosine(0.3, 100));
        assertThat(race.run()).isEqualTo(race.run());
    }

    @Test
    void aRaceNeedsStepsAndATolerance() {
        assertThatThrownBy(() -> Race.on(Surface.ravine(), 0))
                .hasMessage("race: steps = 0 is not accepted; it must be at least 1");
        assertThatThrownBy(() -> Race.on(Surface.ravine(), 1).withTolerance(-1))
                .hasMessage("race: tolerance = -1.0 is not accepted; it must lie in [0, infinity)");
    }

    @Test
    void theSummaryIsATable() {
        Trails trails = Race.on(Surface.ravine(), 100)
                .with("descent", Sgd.defaults(), Schedule.constant(0.03))
                .with("too fast", Sgd.defaults(), Schedule.constant(0.06))
                .run();
        assertThat(trails.summary().lines().map(String::stripTrailing))
                .containsExactly(
                        "ravine: (x² + 50·y²)/2",
                        "optimizer  end         steps  place                   value       because",
                        "descent    steps         100  (-0.428, 1.58e-30)      0.0916      all steps are done; the gradient's norm is 0.428",
                        "too fast   diverged        5  (-6.61, -64)            1.02e5      (-6.61, -64) is far outside");
    }
}
