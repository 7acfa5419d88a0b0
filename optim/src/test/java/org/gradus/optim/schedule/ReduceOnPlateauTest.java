package org.gradus.optim.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.gradus.optim.schedule.ReduceOnPlateau.Decision.IMPROVED;
import static org.gradus.optim.schedule.ReduceOnPlateau.Decision.REDUCED;
import static org.gradus.optim.schedule.ReduceOnPlateau.Decision.WAIT;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.gradus.core.Improvement;
import org.gradus.optim.Optimizer;
import org.gradus.optim.Weights;
import org.gradus.optim.rule.Sgd;
import org.gradus.optim.schedule.ReduceOnPlateau.Decision;
import org.junit.jupiter.api.Test;

class ReduceOnPlateauTest {
    private static List<Decision> decisions(ReduceOnPlateau plateau, double... values) {
        List<Decision> decisions = new ArrayList<>();
        for (double value : values) {
            decisions.add(plateau.observe(value));
        }
        return decisions;
    }

    @Test
    void c41ReducesWithThePatienceThValueThatIsNotBetter() {
        ReduceOnPlateau three = new ReduceOnPlateau(8, 0.5, 3, Improvement.lower());
        assertThat(decisions(three, 5, 4, 4, 6, 3.5, 4, 4))
                .containsExactly(IMPROVED, IMPROVED, WAIT, WAIT, IMPROVED, WAIT, WAIT);
        assertThat(three.at(0)).isEqualTo(8);
        assertThat(decisions(three, 4, 4, 4, 4)).containsExactly(REDUCED, WAIT, WAIT, REDUCED);
        assertThat(three.at(0)).isEqualTo(2);
        ReduceOnPlateau one = new ReduceOnPlateau(8, 0.5, 1, Improvement.higher());
        assertThat(decisions(one, 5, 5, 4, 6)).containsExactly(IMPROVED, REDUCED, REDUCED, IMPROVED);
    }

    @Test
    void c41ARelativeThresholdPointsTheRightWayForNegativeMetrics() {
        ReduceOnPlateau lower =
                new ReduceOnPlateau(8, 0.5, 1, Improvement.lower().byMoreThanFraction(0.25));
        assertThat(decisions(lower, -4, -4.5, -5.5, -5.5)).containsExactly(IMPROVED, REDUCED, IMPROVED, REDUCED);
        ReduceOnPlateau higher =
                new ReduceOnPlateau(8, 0.5, 1, Improvement.higher().byMoreThanFraction(0.25));
        assertThat(decisions(higher, -4, -3.5, -2.5, -2.5)).containsExactly(IMPROVED, REDUCED, IMPROVED, REDUCED);
    }

    @Test
    void c41NanIsBadAndReported() {
        ReduceOnPlateau plateau = new ReduceOnPlateau(8, 0.5, 2, Improvement.lower());
        assertThat(decisions(plateau, Double.NaN, 3, Double.NaN, Double.NaN, 2, Double.NaN))
                .containsExactly(WAIT, IMPROVED, WAIT, REDUCED, IMPROVED, WAIT);
        assertThat(plateau.reason())
                .isEqualTo("4.0 after 1 reductions, best 2.0 at 5, not better for 1 of 2 (4 of 6 values were NaN)");
        ReduceOnPlateau nothing = new ReduceOnPlateau(8, 0.5, 2, Improvement.lower());
        assertThat(decisions(nothing, Double.NaN, Double.NaN)).containsExactly(WAIT, REDUCED);
        assertThat(nothing.reason())
                .isEqualTo("4.0 after 1 reductions, no best value yet, not better for 0 of 2 (2 of 2 values were NaN)");
    }

    @Test
    void theValuesOfACooldownDoNotCountButMayBeTheBest() {
        ReduceOnPlateau plateau = new ReduceOnPlateau(8, 0.5, 1, 2, 0, Improvement.lower());
        assertThat(decisions(plateau, 5, 5)).containsExactly(IMPROVED, REDUCED);
        assertThat(plateau.reason())
                .isEqualTo("4.0 after 1 reductions, best 5.0 at 1, not better for 0 of 1, cooling for 2");
        assertThat(decisions(plateau, 5, 4, 4, 4)).containsExactly(WAIT, IMPROVED, REDUCED, WAIT);
        assertThat(plateau.progress().best()).isEqualTo(4);
        assertThat(decisions(plateau, 4, 4)).containsExactly(WAIT, REDUCED);
    }

    @Test
    void itStopsAtTheMinimumAndNeverRises() {
        ReduceOnPlateau plateau = new ReduceOnPlateau(8, 0.5, 1, 0, 3, Improvement.lower());
        assertThat(decisions(plateau, 1, 1, 1, 1, 1)).containsExactly(IMPROVED, REDUCED, REDUCED, WAIT, WAIT);
        assertThat(plateau.at(7)).isEqualTo(3);
        assertThat(plateau.progress().reductions()).isEqualTo(2);
        ReduceOnPlateau low = new ReduceOnPlateau(1, 0.5, 1, 0, 3, Improvement.lower());
        assertThat(decisions(low, 1, 1, 1)).containsExactly(IMPROVED, WAIT, WAIT);
        assertThat(low.at(7)).isEqualTo(1);
    }

    @Test
    void c45GoesOnFromWhatWasSaved() {
        SplittableRandom random = new SplittableRandom(11);
        double[] values = random.doubles(40).map(v -> v < 0.1 ? Double.NaN : v).toArray();
        for (int cut = 0; cut < values.length; cut++) {
            ReduceOnPlateau whole = made();
            ReduceOnPlateau first = made();
            ReduceOnPlateau second = made();
            for (int i = 0; i < values.length; i++) {
                if (i == cut) {
                    second.load(first.progress());
                }
                ReduceOnPlateau current = i < cut ? first : second;
                assertThat(current.observe(values[i])).isEqualTo(whole.observe(values[i]));
                assertThat(current.at(i)).isEqualTo(whole.at(i));
            }
            assertThat(second.progress()).isEqualTo(whole.progress());
            assertThat(second.reason()).isEqualTo(whole.reason());
            assertThat(whole.progress().reductions()).isGreaterThan(3);
        }
    }

    private static ReduceOnPlateau made() {
        return new ReduceOnPlateau(1, 0.7, 2, 1, 1e-3, Improvement.lower());
    }

    @Test
    void c45ATrainingGoesOnBitForBitWithItsProgress() {
        Trained whole = new Trained();
        whole.steps(0, 30);
        Trained first = new Trained();
        first.steps(0, 15);
        Trained second = new Trained();
        second.model.load(first.model.state());
        second.optimizer.load(first.optimizer.state());
        second.plateau.load(first.plateau.progress());
        second.steps(15, 30);
        assertThat(second.model.get("w").value().toArray())
                .isEqualTo(whole.model.get("w").value().toArray());
        assertThat(second.optimizer.rate()).isEqualTo(whole.optimizer.rate()).isLessThan(0.02);
    }

    /** A training that bounces around its minimum until the plateau reduces its rate. */
    private static final class Trained {
        private final Weights model = Weights.of("w", 1f);
        private final ReduceOnPlateau plateau = new ReduceOnPlateau(1, 0.5, 2, 1, 0, Improvement.lower());
        private final Optimizer optimizer = Optimizer.of(
                model, Sgd.defaults(), Schedule.constant(0.2).times(plateau).withWarmUp(3));

        void steps(int from, int to) {
            for (int step = from; step < to; step++) {
                float target = step % 2;
                double[] loss = new double[1];
                optimizer.step(again -> {
                    var value = model.get("w").value().sub(target).square().sum();
                    loss[0] = value.item();
                    return value;
                });
                plateau.observe(loss[0]);
            }
        }
    }

    @Test
    void itServesBehindAWarmUpAndInAProduct() {
        ReduceOnPlateau plateau = Schedule.reduceOnPlateau(1, 0.5, 1, Improvement.lower());
        Schedule product = Schedule.step(8, 10, 0.5).times(plateau).withWarmUp(4);
        assertThat(product.at(1)).isEqualTo(4);
        assertThat(product.at(20)).isEqualTo(4);
        decisions(plateau, 1, 1);
        assertThat(product.at(1)).isEqualTo(2);
        assertThat(product.at(20)).isEqualTo(2);
    }

    @Test
    void rejectsNumbersOutsideTheirRanges() {
        rejects(-1, 0.5, 1, 0, 0, "start = -1.0 is not accepted; it must lie in [0, infinity)");
        rejects(1, 1, 1, 0, 0, "factor = 1.0 is not accepted; it must lie in [0, 1)");
        rejects(1, Double.NaN, 1, 0, 0, "factor = NaN");
        rejects(1, 0.5, 0, 0, 0, "patience = 0 is not accepted; it must be at least 1");
        rejects(1, 0.5, 1, -1, 0, "cooldown = -1 is not accepted; it must be at least 0");
        rejects(1, 0.5, 1, 0, Double.POSITIVE_INFINITY, "minimum = Infinity");
        assertThatThrownBy(() -> new ReduceOnPlateau.Progress(1, 1, 2, 0, -1, 0, 0))
                .hasMessage("ReduceOnPlateau: bad = -1 is not accepted; it must be at least 0");
    }

    private static void rejects(
            double start, double factor, int patience, int cooldown, double minimum, String message) {
        assertThatThrownBy(() -> new ReduceOnPlateau(start, factor, patience, cooldown, minimum, Improvement.lower()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("ReduceOnPlateau: " + message);
    }
}
