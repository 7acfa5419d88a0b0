package org.gradus.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.gradus.testkit.TensorAssert.assertThat;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.gradus.core.Parameter;
import org.gradus.core.Shape;
import org.gradus.core.State;
import org.gradus.core.Tensor;
import org.gradus.core.backend.Workers;
import org.gradus.optim.rule.Adam;
import org.gradus.optim.rule.EvaluatedElsewhere;
import org.gradus.optim.rule.Sgd;
import org.gradus.optim.rule.SlotSpec;
import org.gradus.optim.rule.Slots;
import org.gradus.optim.rule.StepContext;
import org.gradus.optim.rule.UpdateRule;
import org.gradus.optim.schedule.Schedule;
import org.gradus.testkit.Golden;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WeightAverageTest {
    private static Optimizer optimizer(Weights model, WeightAverage average) {
        return optimizer(model, Sgd.defaults(), OptimizerOptions.defaults().withAverage(average));
    }

    private static Optimizer optimizer(Weights model, UpdateRule rule, OptimizerOptions options) {
        return Optimizer.of(model, rule, Schedule.constant(0.5), options);
    }

    /** Half of this gradient is taken off. */
    private static StepReport step(Optimizer optimizer, Weights model, float... gradient) {
        return optimizer.step(Weights.gradients(model.get("w"), gradient));
    }

    private static float[] shown(Optimizer optimizer, Weights model) {
        return optimizer.evaluate(() -> model.values("w"));
    }

    /**
     * Beside torch.optim.swa_utils; see tools/golden/optim_averages.py. A weight is rounded twice in a step, an average at most
     * three times, by 2⁻²⁴ of the largest number each.
     */
    @ParameterizedTest
    @CsvSource({"swa.10.5, 10", "polyak.4, 4", "ema.0.8, 1", "ema.0.8.cold, 1"})
    void isTheAverageOfPyTorch(String entry, int first) {
        WeightAverage average = Map.of(
                        "swa.10.5", WeightAverage.swa(10, 5),
                        "polyak.4", WeightAverage.polyak(4),
                        "ema.0.8", WeightAverage.ema(0.8),
                        "ema.0.8.cold", new ExponentialAverage(0.8, false))
                .get(entry);
        Golden golden = Golden.read(getClass(), "averages/weights");
        Weights model = new Weights();
        Parameter w = model.add("w", golden.tensor("start"));
        Optimizer optimizer = Optimizer.of(
                model,
                Sgd.defaults(),
                Schedule.constant(golden.number("rate")),
                OptimizerOptions.defaults().withAverage(average));
        float[] gradients = golden.tensor("gradients").data();
        double[] averages = golden.doubles(entry).data();
        double largest = Arrays.stream(averages).map(Math::abs).max().orElseThrow() + 1;
        for (int step = 1; step <= 30; step++) {
            Tensor g = Tensor.of(w.shape(), Arrays.copyOfRange(gradients, (step - 1) * 12, step * 12));
            optimizer.step(Weights.linearLoss(w, g).backward());
            if (step >= first) {
                float[] is = shown(optimizer, model);
                for (int i = 0; i < 12; i++) {
                    assertThat((double) is[i])
                            .as("step %d, element %d", step, i)
                            .isCloseTo(averages[(step - first) * 12 + i], within(5 * step * 0x1p-24 * largest));
                }
            }
        }
    }

    @Test
    void c53TheFirstStepsOfAnExponentialAverageAreWarmedUp() {
        WeightAverage average = WeightAverage.ema(0.9);
        assertThat(average.share(0)).isEqualTo(1 - 1.0 / 10);
        assertThat(average.share(1)).isEqualTo(1 - 2.0 / 11);
        assertThat(average.share(79)).isCloseTo(1 - 80.0 / 89, within(1e-15)).isGreaterThan(0.1);
        assertThat(average.share(80)).isCloseTo(0.1, within(1e-15));
        assertThat(average.share(1_000_000_000_000L)).isCloseTo(0.1, within(1e-15));
        assertThat(new ExponentialAverage(0.9, false).share(0)).isCloseTo(0.1, within(1e-15));
    }

    @Test
    void swaTakesWhatThePaperTakes() {
        WeightAverage average = WeightAverage.swa(3, 2);
        double[] shares = new double[8];
        for (int step = 0; step < 8; step++) {
            shares[step] = average.share(step);
        }
        assertThat(shares).containsExactly(0, 0, 1, 0, 1.0 / 2, 0, 1.0 / 3, 0);
        assertThat(WeightAverage.polyak(2)).isEqualTo(WeightAverage.swa(2, 1));
        assertThat(WeightAverage.polyak(1).share(0)).isEqualTo(1);
        assertThat(WeightAverage.polyak(1).share(3)).isEqualTo(0.25);
    }

    @Test
    void beforeItsFirstShareThereIsNoAverageAndTheWeightsInTrainingAreShown() {
        Weights model = Weights.of("w", 8);
        Optimizer optimizer = optimizer(model, WeightAverage.polyak(2));
        step(optimizer, model, 2);
        assertThat(shown(optimizer, model)).containsExactly(7);
        assertThat(optimizer.state().tensors()).isEmpty();
        step(optimizer, model, 2);
        step(optimizer, model, 2);
        assertThat(shown(optimizer, model)).containsExactly(5.5f);
        assertThat(model.values("w")).containsExactly(5);
        assertThat(optimizer.state().tensor("/average/w").item()).isEqualTo(5.5f);
    }

    /** A share of one half of weights that were 8 before the step and are 7 after it. */
    @Test
    void theAverageStartsFromTheWeightsBeforeItsFirstShare() {
        Weights model = Weights.of("w", 9);
        Optimizer optimizer = optimizer(model, step -> step == 0 ? 0 : 0.5);
        step(optimizer, model, 2);
        step(optimizer, model, 2);
        assertThat(shown(optimizer, model)).containsExactly(7.5f);
    }

    @Test
    void theSharesZeroAndOneAreExact() {
        float big = 16777217f;
        Weights model = Weights.of("w", 0.1f, -0f, big, 1e-45f);
        double[] share = {1};
        Optimizer optimizer = optimizer(model, step -> share[0]);
        step(optimizer, model, 0.3f, 0, 1, 0);
        assertThat(Tensor.of(shown(optimizer, model))).hasBitsOf(Tensor.of(model.values("w")));
        share[0] = 0;
        Tensor before = Tensor.of(shown(optimizer, model));
        step(optimizer, model, 5, 5, 5, 5);
        assertThat(Tensor.of(shown(optimizer, model))).hasBitsOf(before);
    }

    /** One number is rounded twice at most, whichever end is nearer. */
    @Test
    void everyShareIsTheStraightLineBetweenTheTwo() {
        SplittableRandom random = new SplittableRandom(4);
        for (double share : new double[] {1e-6, 0.1, 0.3, 0.5, 0.7, 0.999999}) {
            float[] a = Weights.filled(Shape.of(100), random).toArray();
            float[] w = Weights.filled(Shape.of(100), random).toArray();
            float[] mixed = a.clone();
            Mixing.mix(mixed, w, share, 3, 98);
            for (int i = 0; i < 100; i++) {
                double expected = i < 3 || i >= 98 ? a[i] : a[i] + share * ((double) w[i] - a[i]);
                assertThat((double) mixed[i]).isCloseTo(expected, within(2.5 * 0x1p-24 * 2));
            }
        }
    }

    @Test
    void aParameterWithoutAGradientIsAveragedToo() {
        Weights model = Weights.of("w", 4);
        Parameter other = model.add("other", Tensor.of(2f));
        Optimizer optimizer = optimizer(model, WeightAverage.polyak(1));
        optimizer.step(
                Weights.loss(other, 2).add(Weights.loss(model.get("w"), 2)).backward());
        step(optimizer, model, 2);
        step(optimizer, model, 2);
        float[] shown = optimizer.evaluate(() -> model.values("other"));
        assertThat(shown).containsExactly(1);
        assertThat(optimizer.state().scalars())
                .containsEntry("/averaged/other", 3.0)
                .containsEntry("other/step", 1.0);
        assertThat(shown(optimizer, model)).containsExactly(2);
    }

    @Test
    void whatIsFrozenCostsNoMemoryAndStaysWhatItIs() {
        Weights model = Weights.of("w", 4);
        model.add("group", Tensor.of(2f));
        Parameter frozen = model.add("frozen", Tensor.of(3f));
        frozen.freeze();
        Optimizer optimizer = optimizer(
                model,
                Sgd.defaults(),
                OptimizerOptions.defaults()
                        .withAverage(WeightAverage.polyak(1))
                        .withGroup(ParameterGroup.paths("group").asFrozen()));
        step(optimizer, model, 2);
        step(optimizer, model, 2);
        assertThat(optimizer.state().tensors()).containsOnlyKeys("/average/w");
        assertThat(optimizer.state().scalars())
                .containsOnlyKeys("/step", "w/step", "group/step", "frozen/step", "/averaged/w", "/averaged/frozen");
        frozen.unfreeze();
        optimizer.step(Weights.gradients(frozen, 2));
        float[] shown = optimizer.evaluate(() -> model.values("frozen"));
        assertThat(shown).as("a third of the way from 3 to 2").containsExactly(3 - 1 / 3f);
    }

    @Test
    void aStepThatIsSkippedIsNotAveraged() {
        Weights model = Weights.of("w", 4);
        Optimizer optimizer = optimizer(model, WeightAverage.polyak(1));
        step(optimizer, model, 2);
        OptimizerState before = optimizer.state();
        assertThat(step(optimizer, model, Float.NaN).applied()).isFalse();
        Same.bits(optimizer.state(), before);
    }

    @Test
    void evaluatePutsTheWeightsInTrainingBackBitForBit() {
        Weights model = Weights.of("w", 0.1f, 0.7f);
        Optimizer optimizer = optimizer(model, WeightAverage.ema(0.9));
        step(optimizer, model, 0.3f, -0.4f);
        step(optimizer, model, 0.1f, 0.9f);
        State trained = model.state();
        State averaged = optimizer.evaluate(() -> optimizer.evaluate(model::state));
        assertThat(averaged.sha256()).isNotEqualTo(trained.sha256());
        assertThat(averaged.tensors().get("w")).hasBitsOf(optimizer.state().tensor("/average/w"));
        assertThat(model.state().sha256()).isEqualTo(trained.sha256());
        assertThatThrownBy(() -> optimizer.evaluate(() -> {
                    throw new IllegalStateException("on purpose");
                }))
                .hasMessage("on purpose");
        assertThat(model.state().sha256()).isEqualTo(trained.sha256());
    }

    @Test
    void theWeightsInTrainingDoNotDependOnIt() {
        Weights with = Weights.of("w", 0.1f, 0.7f);
        Weights without = Weights.of("w", 0.1f, 0.7f);
        Optimizer averaged =
                optimizer(with, Adam.defaults(), OptimizerOptions.defaults().withAverage(WeightAverage.ema(0.9)));
        Optimizer plain = optimizer(without, Adam.defaults(), OptimizerOptions.defaults());
        for (int i = 0; i < 5; i++) {
            step(averaged, with, 0.3f, i);
            step(plain, without, 0.3f, i);
        }
        assertThat(with.state().sha256()).isEqualTo(without.state().sha256());
    }

    private static final class Run {
        final Weights model = new Weights();
        final Parameter matrix;
        final Parameter bias;
        final Optimizer optimizer;

        Run(WeightAverage average, Shape shape, int threads) {
            SplittableRandom random = new SplittableRandom(7);
            matrix = model.add("matrix", Weights.filled(shape, random));
            bias = model.add("bias", Weights.filled(Shape.of(5), random));
            optimizer = optimizer(
                    model,
                    Adam.defaults(),
                    OptimizerOptions.defaults().withAverage(average).withWorkers(Workers.of(threads)));
        }

        void steps(int from, int to) {
            for (int step = from; step < to; step++) {
                SplittableRandom random = new SplittableRandom(step);
                Tensor loss = Weights.linearLoss(matrix, Weights.filled(matrix.shape(), random));
                loss = step % 3 == 2 ? loss : loss.add(Weights.linearLoss(bias, Weights.filled(bias.shape(), random)));
                optimizer.step(loss.backward());
            }
        }

        void matches(Run other) {
            assertThat(model.state().sha256()).isEqualTo(other.model.state().sha256());
            assertThat(optimizer.evaluate(model::state).sha256())
                    .isEqualTo(other.optimizer.evaluate(other.model::state).sha256());
            Same.bits(optimizer.state(), other.optimizer.state());
        }
    }

    private static List<WeightAverage> averages() {
        return List.of(
                WeightAverage.ema(0.9),
                new ExponentialAverage(0.5, false),
                WeightAverage.swa(3, 4),
                WeightAverage.swa(12, 3),
                WeightAverage.polyak(1));
    }

    @Test
    void savedAndLoadedItGoesOnBitForBit() {
        for (WeightAverage average : averages()) {
            Run whole = new Run(average, Shape.of(3, 4), 1);
            whole.steps(0, 20);
            Run first = new Run(average, Shape.of(3, 4), 1);
            first.steps(0, 10);
            Run second = new Run(average, Shape.of(3, 4), 1);
            second.steps(0, 17);
            second.model.load(first.model.state());
            second.optimizer.load(first.optimizer.state());
            second.matches(first);
            first.steps(10, 13);
            second.steps(10, 20);
            second.matches(whole);
        }
    }

    @Test
    void threadsDoNotChangeABit() {
        for (WeightAverage average : averages()) {
            Run one = new Run(average, Shape.of(331, 307), 1);
            one.steps(0, 14);
            for (int threads : new int[] {2, 7}) {
                Run many = new Run(average, Shape.of(331, 307), threads);
                many.steps(0, 14);
                many.matches(one);
            }
        }
    }

    @Test
    void c68AnAverageThatDoesNotFitIsAmongTheDifferences() {
        Run run = new Run(WeightAverage.polyak(1), Shape.of(3, 4), 1);
        run.steps(0, 2);
        OptimizerState good = run.optimizer.state();
        Map<String, Tensor> tensors = new LinkedHashMap<>(good.tensors());
        tensors.put("/average/matrix", Tensor.zeros(4, 3));
        tensors.remove("/average/bias");
        tensors.put("/average/old", Tensor.zeros(1));
        Map<String, Double> scalars = new LinkedHashMap<>(good.scalars());
        scalars.put("/averaged/bias", 1.5);
        assertThatThrownBy(() -> run.optimizer.load(new OptimizerState(tensors, scalars, good.rules())))
                .hasMessage("optimizer: the state does not fit, nothing was loaded:\n  "
                        + String.join(
                                "\n  ",
                                "shape: /average/matrix is [3, 4] here, [4, 3] in the state",
                                "count: /averaged/bias is 1.5 in the state, not a whole number from 0 to 2^53",
                                "missing tensor: /average/bias",
                                "unexpected tensor: /average/old"));
        Same.bits(run.optimizer.state(), good);
        Optimizer plain = optimizer(run.model, Adam.defaults(), OptimizerOptions.defaults());
        assertThatThrownBy(() -> plain.load(good))
                .hasMessageContaining("unexpected tensor: /average/matrix")
                .hasMessageContaining("unexpected number: /averaged/bias");
        OptimizerState without = plain.state();
        assertThatThrownBy(() -> run.optimizer.load(without))
                .hasMessageContaining("missing number: /averaged/matrix")
                .hasMessageContaining("missing number: /averaged/bias")
                .hasMessageEndingWith(
                        "\nto begin an average now, or to give up the saved one: load(state.withoutAverage())");
    }

    @Test
    void anAverageBeginsWithinATrainingFromTheWeightsThatWereLoaded() {
        Weights model = Weights.of("w", 4f);
        Optimizer before = optimizer(model, Sgd.defaults(), OptimizerOptions.defaults());
        step(before, model, 2f);
        step(before, model, 2f);
        for (WeightAverage average : List.of(step -> 0.25, WeightAverage.polyak(3))) {
            Weights later = Weights.of("w", model.values("w"));
            Optimizer after = optimizer(later, average);
            after.load(before.state().withoutAverage());
            assertThat(after.steps()).isEqualTo(2);
            assertThat(shown(after, later)).as("no average yet").containsExactly(2f);
            step(after, later, 2f);
            boolean polyak = average.equals(WeightAverage.polyak(3));
            assertThat(shown(after, later)).containsExactly(polyak ? 1f : 2f - 0.25f);
            assertThat(after.state().scalar("/averaged/w")).isOne();
            assertThat(later.values("w")).containsExactly(1f);
        }
    }

    @Test
    void sharesStayInRangeToTheLastStepAndThereIsNoneBeforeTheFirst() {
        for (WeightAverage average : List.of(
                WeightAverage.ema(0.9), WeightAverage.polyak(1), WeightAverage.swa(1, 1), WeightAverage.swa(7, 3))) {
            assertThat(average.share(Long.MAX_VALUE)).as("%s", average).isBetween(0.0, 0.11);
            assertThatThrownBy(() -> average.share(-1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("weight average: step = -1 is not accepted; it must be at least 0");
        }
        assertThat(WeightAverage.polyak(1).share(Long.MAX_VALUE)).isPositive();
    }

    @Test
    void aSavedAverageCanBeGivenUp() {
        Weights model = Weights.of("w", 4f);
        Optimizer averaging = optimizer(model, WeightAverage.ema(0.9));
        step(averaging, model, 2f);
        OptimizerState state = averaging.state().withoutAverage();
        Optimizer plain = optimizer(model, Sgd.defaults(), OptimizerOptions.defaults());
        plain.load(state);
        assertThat(plain.steps()).isOne();
        assertThat(shown(plain, model)).containsExactly(3f);
        assertThat(plain.state().scalars()).containsOnlyKeys("/step", "w/step");
        averaging.load(state);
        assertThat(shown(averaging, model)).as("begun anew").containsExactly(3f);
        averaging.load(averaging.state());
        assertThat(averaging.state().scalars()).containsEntry("/averaged/w", 0.0);
    }

    /** A rule that says it keeps weights for use of its own. */
    private record Elsewhere() implements EvaluatedElsewhere {
        @Override
        public void evaluationWeights(float[] trained, Slots slots, float[] out) {}

        @Override
        public SlotSpec slots(Shape shape) {
            return SlotSpec.none();
        }

        @Override
        public void apply(StepContext context, Parameter parameter, Tensor gradient, Slots slots) {}
    }

    @Test
    void c18ARuleWithWeightsForUseOfItsOwnIsRefused() {
        Weights model = Weights.of("w", 1);
        OptimizerOptions options = OptimizerOptions.defaults().withAverage(WeightAverage.ema(0.9));
        assertThatThrownBy(() -> optimizer(model, new Elsewhere(), options))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("optimizer: Elsewhere[] keeps weights for use of its own and takes no weight average;"
                        + " leave one of the two out");
        ParameterGroup group = ParameterGroup.paths("w").withRule(new Elsewhere());
        assertThatThrownBy(() -> optimizer(model, Sgd.defaults(), options.withGroup(group)))
                .hasMessageContaining("takes no weight average");
    }

    @Test
    void aShareThatIsNoneThrowsBeforeAnythingMoves() {
        for (double share : new double[] {-0.1, 1.1, Double.NaN}) {
            Weights model = Weights.of("w", 1);
            Optimizer optimizer = optimizer(model, step -> share);
            assertThatThrownBy(() -> step(optimizer, model, 1))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage(
                            "optimizer: the weight average's share of step 0 is " + share + "; it must stay in [0, 1]");
            assertThat(model.values("w")).containsExactly(1);
            assertThat(optimizer.steps()).isZero();
        }
    }

    @Test
    void theSummaryShowsIt() {
        Optimizer optimizer = optimizer(Weights.of("w", 1), WeightAverage.ema(0.999));
        assertThat(optimizer.summary()).contains("average: ExponentialAverage[decay=0.999, warmUp=true]");
    }

    @Test
    void numbersOutOfTheirRangeAreRejected() {
        assertThatThrownBy(() -> WeightAverage.ema(1))
                .hasMessage("ema: decay = 1.0 is not accepted; it must lie in [0, 1)");
        assertThatThrownBy(() -> WeightAverage.ema(Double.NaN)).hasMessageContaining("decay = NaN");
        assertThatThrownBy(() -> WeightAverage.swa(0, 1))
                .hasMessage("weight average: start = 0 is not accepted; it must be at least 1");
        assertThatThrownBy(() -> WeightAverage.swa(1, 0)).hasMessageContaining("every = 0");
        assertThatThrownBy(() -> WeightAverage.polyak(0)).hasMessageContaining("start = 0");
    }
}
