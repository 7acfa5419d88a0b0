package org.gradus.optim.landscape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.gradus.core.Parameter;
import org.gradus.core.Pass;
import org.gradus.core.Rng;
import org.gradus.core.Tensor;
import org.gradus.optim.NonFinite;
import org.gradus.optim.Optimizer;
import org.gradus.optim.OptimizerOptions;
import org.gradus.optim.OptimizerState;
import org.gradus.optim.ParameterGroup;
import org.gradus.optim.Same;
import org.gradus.optim.Weights;
import org.gradus.optim.gradient.GradientTransform;
import org.gradus.optim.gradient.Objective;
import org.gradus.optim.rule.Adam;
import org.gradus.optim.rule.Sgd;
import org.gradus.optim.schedule.Schedule;
import org.junit.jupiter.api.Test;

class RateFinderTest {
    private static final RateFinder QUICK = new RateFinder(1e-4, 10, 40, 0.9, 4);

    private static Optimizer adam(SmallNetwork network) {
        return Optimizer.of(
                network,
                Adam.defaults(),
                Schedule.constant(0.01),
                OptimizerOptions.defaults().withTransform(GradientTransform.clipGlobalNorm(1)));
    }

    /** The numbers of plain descent on {@code ½·λ·w²} with every formula of the finder in double. */
    @Test
    void triesTheRatesAndSmoothesTheLossesAsStated() {
        double lambda = 4;
        Weights model = Weights.of("w", 1f);
        Parameter w = model.get("w");
        Optimizer optimizer = Optimizer.of(model, Sgd.defaults(), Schedule.constant(0));
        List<Integer> asked = new ArrayList<>();
        RateSweep sweep = QUICK.sweep(model, optimizer, batch -> {
            asked.add(batch);
            return again -> w.value().square().sum().mul((float) (lambda / 2));
        });
        double at = 1;
        double sum = 0;
        double lowest = Double.POSITIVE_INFINITY;
        int n = sweep.trials().size();
        for (int i = 0; i < n; i++) {
            double rate = 1e-4 * Math.pow(1e5, i / 39.0);
            double loss = lambda / 2 * at * at;
            sum = 0.9 * sum + 0.1 * loss;
            double smoothed = sum / (1 - Math.pow(0.9, i + 1.0));
            RateSweep.Trial trial = sweep.trials().get(i);
            assertThat(trial.rate()).isCloseTo(rate, within(rate * 1e-14));
            assertThat(trial.loss()).isCloseTo(loss, within(loss * 1e-4 + 1e-12));
            assertThat(trial.smoothed()).isCloseTo(smoothed, within(smoothed * 1e-4));
            lowest = Math.min(lowest, smoothed);
            assertThat(smoothed > 4 * lowest).as("step %s", i).isEqualTo(i == n - 1);
            at -= rate * lambda * at;
        }
        assertThat(n).isBetween(20, 39);
        assertThat(asked).hasSize(n).isSorted().startsWith(0);
        assertThat(sweep.end()).startsWith("the smoothed loss rose to ").contains(" at a rate of ");
        double rate = sweep.suggestion().orElseThrow();
        assertThat(rate).isBetween(1e-2, 2 / lambda);
        assertThat(sweep.reason()).startsWith(Shown.of(rate) + ": here the smoothed loss falls fastest, by ");
    }

    /** In the trials of a falling and rising loss the three rates are looked up by hand. */
    @Test
    void suggestsTheSteepestDescentNotTheLargestSlope() {
        double[] losses = {9, 9, 9, 8.9, 8.8, 8, 5, 3, 2.5, 2.4, 2.5, 4, 30, 31, 32, 33, 34};
        List<RateSweep.Trial> trials = new ArrayList<>();
        for (int i = 0; i < losses.length; i++) {
            trials.add(new RateSweep.Trial(Math.pow(10, i - 8), losses[i], losses[i]));
        }
        RateSweep sweep = RateSweep.of(trials, "all rates were tried", 0);
        assertThat(sweep.suggestion()).hasValue(Math.pow(10, 5 - 8));
        assertThat(sweep.tenthOfLowest()).hasValue(Math.pow(10, 9 - 8) / 10);
        // The window is 1 to 11; the longest falling run there is 9, 8.9, 8.8, 8, 5, 3, 2.5, 2.4 from 2 to 9; fastai
        // takes
        // the end minus the length, 1, plus a third and a sixth of 8: 1 + 2 + 1.
        assertThat(sweep.valley()).hasValue(Math.pow(10, 4 - 8));
        assertThat(sweep.reason())
                .isEqualTo(
                        "0.001: here the smoothed loss falls fastest, by 3 for a tenfold rate; it is lowest, 2.4, at 10;"
                                + " all rates were tried");
    }

    @Test
    void c44ModelOptimizerBuffersAndRandomNumbersStayBitForBit() {
        SmallNetwork network = new SmallNetwork(1);
        Optimizer optimizer = adam(network);
        for (int i = 0; i < 5; i++) {
            optimizer.step(network.objective());
        }
        String model = network.state().sha256();
        OptimizerState state = optimizer.state();
        RateSweep sweep = QUICK.sweep(network, optimizer, batch -> network.careless());
        assertThat(sweep.trials().size()).isGreaterThan(20);
        assertThat(network.state().sha256()).isEqualTo(model);
        Same.bits(optimizer.state(), state);
        assertThat(optimizer.steps()).isEqualTo(5);
        assertThat(optimizer.rate()).isEqualTo(0.01);
        assertThat(QUICK.sweep(network, optimizer, batch -> network.careless())).isEqualTo(sweep);
        // Training goes on as if nothing had been tried.
        SmallNetwork twin = new SmallNetwork(1);
        Optimizer other = adam(twin);
        for (int i = 0; i < 10; i++) {
            other.step(twin.objective());
        }
        for (int i = 0; i < 5; i++) {
            optimizer.step(network.objective());
        }
        assertThat(network.state().sha256()).isEqualTo(twin.state().sha256());
        Same.bits(optimizer.state(), other.state());
    }

    @Test
    void c44NothingStaysBehindWhenTheObjectiveThrowsAtAnyMoment() {
        for (int when = 0; when < 6; when++) {
            int fatal = when;
            for (boolean late : new boolean[] {false, true}) {
                SmallNetwork network = new SmallNetwork(1);
                Optimizer optimizer = adam(network);
                optimizer.step(network.objective());
                String model = network.state().sha256();
                OptimizerState state = optimizer.state();
                assertThatThrownBy(() -> QUICK.sweep(network, optimizer, batch -> {
                            if (batch == fatal && !late) {
                                throw new AssertionError("no batch");
                            }
                            return again -> {
                                Tensor loss = network.careless().loss(again);
                                if (batch == fatal) {
                                    throw new StackOverflowError("no loss");
                                }
                                return loss;
                            };
                        }))
                        .isInstanceOf(Error.class);
                assertThat(network.state().sha256()).isEqualTo(model);
                Same.bits(optimizer.state(), state);
            }
        }
    }

    @Test
    void c44NothingStaysBehindWhenTheThreadIsInterrupted() {
        SmallNetwork network = new SmallNetwork(1);
        Optimizer optimizer = adam(network);
        String model = network.state().sha256();
        RateSweep sweep = QUICK.sweep(network, optimizer, batch -> {
            if (batch == 15) {
                Thread.currentThread().interrupt();
            }
            return network.careless();
        });
        assertThat(Thread.interrupted()).isTrue();
        assertThat(sweep.trials()).hasSize(16);
        assertThat(sweep.end()).isEqualTo("the thread was interrupted");
        assertThat(sweep.reason()).endsWith("the thread was interrupted");
        assertThat(network.state().sha256()).isEqualTo(model);
        Same.bits(optimizer.state(), adam(network).state());
    }

    @Test
    void aParameterOutsideTheModelComesBackToo() {
        SmallNetwork network = new SmallNetwork(1);
        Weights outside = Weights.of("outside", 3f);
        List<Parameter> both = new ArrayList<>(network.parameters());
        both.addAll(outside.parameters());
        Optimizer optimizer = Optimizer.of(both, Sgd.defaults(), Schedule.constant(1), OptimizerOptions.defaults());
        QUICK.sweep(
                network,
                optimizer,
                batch -> again -> network.objective()
                        .loss(again)
                        .add(outside.get("outside").value().square().sum()));
        assertThat(outside.values("outside")).containsExactly(3f);
        assertThat(network.state().sha256())
                .isEqualTo(new SmallNetwork(1).state().sha256());
    }

    @Test
    void endsWhereALossIsNotFinite() {
        SmallNetwork network = new SmallNetwork(1);
        for (NonFinite policy : NonFinite.values()) {
            Optimizer optimizer = Optimizer.of(
                    network,
                    Sgd.defaults(),
                    Schedule.constant(1),
                    OptimizerOptions.defaults().withNonFinite(policy));
            RateSweep sweep = QUICK.sweep(network, optimizer, batch -> again -> {
                Tensor loss = network.objective().loss(again);
                return batch < 12 ? loss : loss.mul(Float.NaN);
            });
            assertThat(sweep.trials()).hasSize(12);
            assertThat(sweep.end()).isEqualTo("the loss became NaN at a rate of " + Shown.of(QUICK.rate(12)));
            RateSweep never = QUICK.sweep(
                    network,
                    optimizer,
                    batch -> again -> network.objective().loss(again).mul(Float.NaN));
            assertThat(never.trials()).isEmpty();
            assertThat(never.suggestion()).isEmpty();
            assertThat(never.reason())
                    .isEqualTo(
                            "no suggestion: only 0 rates were tried (the loss became NaN at a rate of 0.0001); begin with"
                                    + " smaller ones, or try more");
        }
        assertThat(network.state().sha256())
                .isEqualTo(new SmallNetwork(1).state().sha256());
    }

    @Test
    void endsWhereAGradientIsNotFiniteOrThereIsNone() {
        Weights model = Weights.of("w", 1f);
        Parameter w = model.get("w");
        Optimizer optimizer = Optimizer.of(
                model,
                Sgd.defaults(),
                Schedule.constant(1),
                OptimizerOptions.defaults().withNonFinite(NonFinite.THROW));
        RateSweep sweep = QUICK.sweep(model, optimizer, batch -> again -> {
            Tensor value = w.value().square().sum();
            return batch < 3 ? value : value.add(w.value().mul(0f).sqrt().sum());
        });
        assertThat(sweep.trials()).hasSize(4);
        assertThat(sweep.end()).startsWith("the gradient of 'w' [1] is ");
        w.freeze();
        Tensor leaf = Tensor.of(1f).requiresGradient();
        RateSweep none =
                QUICK.sweep(model, optimizer, batch -> again -> leaf.square().sum());
        assertThat(none.trials()).hasSize(1);
        assertThat(none.end()).isEqualTo("no parameter that is trained has a gradient");
        assertThat(none.suggestion()).isEmpty();
    }

    @Test
    void aModelWithoutParametersIsRefusedByItsLossAndItsBuffersStay() {
        Weights empty = new Weights();
        Optimizer optimizer = Optimizer.of(empty, Sgd.defaults(), Schedule.constant(1));
        assertThatThrownBy(() -> QUICK.sweep(empty, optimizer, batch -> again -> Tensor.scalar(1f)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("does not depend on any parameter");
    }

    @Test
    void saysHonestlyThatThereIsNoDescent() {
        Weights model = Weights.of("w", 1f);
        Parameter w = model.get("w");
        Optimizer optimizer = Optimizer.of(model, Sgd.defaults(), Schedule.constant(1));
        RateSweep flat = QUICK.sweep(
                model, optimizer, batch -> again -> w.value().mul(0f).sum().add(2f));
        assertThat(flat.trials()).hasSize(40);
        assertThat(flat.end()).isEqualTo("all rates were tried");
        assertThat(flat.suggestion()).isEmpty();
        assertThat(flat.valley()).isEmpty();
        assertThat(flat.tenthOfLowest()).isEmpty();
        assertThat(flat.reason())
                .startsWith(
                        "no suggestion: from 0.000326 to 2.29 the smoothed loss does not fall by more than its noise")
                .endsWith("; all rates were tried");
        // An optimizer that is frozen learns nothing from losses that differ from batch to batch.
        int found = 0;
        for (int seed = 0; seed < 200; seed++) {
            float[] noise = Rng.of(seed).normal(100);
            RateSweep sweep = RateFinder.defaults()
                    .sweep(
                            model,
                            optimizer,
                            batch -> again -> w.value().mul(0f).sum().add(10f + noise[batch]));
            found += sweep.suggestion().isPresent() ? 1 : 0;
        }
        assertThat(found).isLessThanOrEqualTo(2);
        // The same noise does not hide a fall that is well above it.
        for (int seed = 0; seed < 50; seed++) {
            float[] noise = Rng.of(seed).normal(100);
            RateSweep sweep = RateFinder.defaults()
                    .withRates(1e-4, 0.3, 100)
                    .sweep(
                            model,
                            optimizer,
                            batch -> again -> w.value().square().sum().mul(5f).add(10f + 0.5f * noise[batch]));
            assertThat(sweep.suggestion())
                    .as("seed %s: %s", seed, sweep.reason())
                    .isPresent();
        }
    }

    @Test
    void aNegativeLossDivergesByItsMagnitude() {
        Weights model = Weights.of("w", 1f);
        Parameter w = model.get("w");
        Optimizer optimizer = Optimizer.of(model, Sgd.defaults(), Schedule.constant(1));
        RateSweep sweep = QUICK.withRates(1e-4, 100, 60)
                .sweep(
                        model,
                        optimizer,
                        batch -> again -> w.value().square().sum().sub(20f));
        int n = sweep.trials().size();
        assertThat(n).isBetween(40, 60);
        assertThat(sweep.end()).startsWith("the smoothed loss rose to ");
        double lowest = sweep.trials().stream()
                .mapToDouble(RateSweep.Trial::smoothed)
                .min()
                .orElseThrow();
        assertThat(sweep.trials().get(n - 1).smoothed()).isGreaterThan(lowest + 3 * Math.abs(lowest));
        assertThat(sweep.trials().get(n - 2).smoothed()).isLessThanOrEqualTo(lowest + 3 * Math.abs(lowest));
        assertThat(sweep.suggestion()).isPresent();
    }

    @Test
    void groupsAndRulesAreThoseOfTheOptimizer() {
        Weights model = Weights.of("w", 1f);
        Parameter w = model.get("w");
        List<Float> seen = new ArrayList<>();
        Optimizer half = Optimizer.of(
                model,
                Sgd.defaults().withMomentum(0.5),
                Schedule.constant(1),
                OptimizerOptions.defaults().withGroup(ParameterGroup.paths("w").withRateFactor(0.5)));
        new RateFinder(0.5, 1, 2, 0, 100).sweep(model, half, batch -> again -> {
            seen.add(w.value().item());
            return w.value().sum();
        });
        assertThat(seen).containsExactly(1f, 0.75f);
    }

    @Test
    void eightThreadsOnEightModelsDoNotDisturbEachOther() throws Exception {
        List<RateSweep> alone = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            alone.add(noisy(new SmallNetwork(i), i));
        }
        ExecutorService pool = Executors.newFixedThreadPool(8);
        try {
            List<Future<RateSweep>> together = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                int seed = i;
                together.add(pool.submit(() -> {
                    SmallNetwork network = new SmallNetwork(seed);
                    RateSweep sweep = noisy(network, seed);
                    assertThat(network.state().sha256())
                            .isEqualTo(new SmallNetwork(seed).state().sha256());
                    return sweep;
                }));
            }
            for (int i = 0; i < 8; i++) {
                assertThat(together.get(i).get()).isEqualTo(alone.get(i));
            }
        } finally {
            pool.shutdownNow();
        }
    }

    private static RateSweep noisy(SmallNetwork network, long seed) {
        Rng rng = Rng.of(seed);
        return QUICK.sweep(
                network,
                adam(network),
                batch -> again -> network.loss(Pass.training(rng, batch).withUpdateStatistics(!again))
                        .add(0.01f * rng.at("noise").at(batch).normal(1)[0]));
    }

    @Test
    void mayNotRunOnEvaluationWeights() {
        SmallNetwork network = new SmallNetwork(1);
        Optimizer optimizer = adam(network);
        Objective objective = network.objective();
        assertThatThrownBy(() -> optimizer.evaluate(() -> QUICK.sweep(network, optimizer, batch -> objective)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("outside evaluate()");
    }

    @Test
    void theDefaultsAreFastaisAndTheRangesAreChecked() {
        assertThat(RateFinder.defaults()).isEqualTo(new RateFinder(1e-7, 10, 100, 0.98, 4));
        assertThat(RateFinder.defaults().withRates(1, 2, 3).withSmoothing(0.5).withDivergence(9))
                .isEqualTo(new RateFinder(1, 2, 3, 0.5, 9));
        assertThatThrownBy(() -> RateFinder.defaults().withRates(0, 1, 10))
                .hasMessage("rate finder: low = 0.0 is not accepted; it must lie in (0, infinity)");
        assertThatThrownBy(() -> RateFinder.defaults().withRates(1, Double.NaN, 10))
                .hasMessage("rate finder: high = NaN is not accepted; it must lie in (0, infinity)");
        assertThatThrownBy(() -> RateFinder.defaults().withRates(1, 1, 10))
                .hasMessage("rate finder: low = 1.0 and high = 1.0 are not accepted; the rates must ascend");
        assertThatThrownBy(() -> RateFinder.defaults().withRates(1, 2, 1))
                .hasMessage("rate finder: steps = 1 is not accepted; it must be at least 2");
        assertThatThrownBy(() -> RateFinder.defaults().withSmoothing(1))
                .hasMessage("rate finder: smoothing = 1.0 is not accepted; it must lie in [0, 1)");
        assertThatThrownBy(() -> RateFinder.defaults().withDivergence(1))
                .hasMessage("rate finder: divergence = 1.0 is not accepted; it must lie in (1, infinity)");
    }
}
