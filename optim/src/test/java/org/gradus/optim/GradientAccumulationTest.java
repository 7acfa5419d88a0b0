package org.gradus.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import org.gradus.core.Gradients;
import org.gradus.core.Parameter;
import org.gradus.core.Shape;
import org.gradus.core.Tensor;
import org.gradus.core.backend.Workers;
import org.gradus.optim.gradient.GradientTransform;
import org.gradus.optim.rule.Adam;
import org.gradus.optim.rule.Sam;
import org.gradus.optim.rule.Sgd;
import org.gradus.optim.schedule.Schedule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GradientAccumulationTest {
    private static final int FEATURES = 5;

    private final Weights model = Weights.of("w", 0.5f, -1, 2, 1, -2);
    private final Parameter w = model.get("w");

    private Optimizer optimizer(OptimizerOptions options) {
        return Optimizer.of(model, Sgd.defaults(), Schedule.constant(1), options);
    }

    private Optimizer optimizer() {
        return optimizer(OptimizerOptions.defaults());
    }

    /** Half the squared errors of a linear model on the samples {@code from ≤ i < to}. */
    private static Tensor squares(Parameter weights, float[] x, float[] y, int from, int to) {
        int n = to - from;
        Tensor inputs = Tensor.of(Shape.of(n, FEATURES), Arrays.copyOfRange(x, from * FEATURES, to * FEATURES));
        Tensor targets = Tensor.of(Shape.of(n), Arrays.copyOfRange(y, from, to));
        return inputs.mul(weights.value())
                .sum(1)
                .sub(targets)
                .square()
                .mul(0.5f)
                .sum();
    }

    private static float[] numbers(int n, SplittableRandom random) {
        return Weights.filled(Shape.of(n), random).toArray();
    }

    private float[] moved(float[] before) {
        float[] after = w.value().toArray();
        for (int i = 0; i < after.length; i++) {
            after[i] = before[i] - after[i];
        }
        return after;
    }

    /**
     * A sum of N products in float is off by at most {@code N·2⁻²⁴·Σ|a·b|}, whatever its order. Here a term passes through three
     * more roundings in the loss, three in the accumulation and one in the step.
     */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void c26PartsOfUnequalSizeAreOneBatch(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int parts = 2 + random.nextInt(4);
        int[] ends = new int[parts];
        int n = 0;
        for (int part = 0; part < parts; part++) {
            n += 1 + random.nextInt(part == 0 ? 40 : 8);
            ends[part] = n;
        }
        float[] x = numbers(n * FEATURES, random);
        float[] y = numbers(n, random);
        float[] before = w.value().toArray();
        double[] exact = new double[FEATURES];
        double[] size = new double[FEATURES];
        for (int i = 0; i < n; i++) {
            double error = -y[i];
            double magnitude = Math.abs(y[i]);
            for (int j = 0; j < FEATURES; j++) {
                error += (double) x[i * FEATURES + j] * before[j];
                magnitude += Math.abs((double) x[i * FEATURES + j] * before[j]);
            }
            for (int j = 0; j < FEATURES; j++) {
                exact[j] += error * x[i * FEATURES + j] / n;
                size[j] += magnitude * Math.abs(x[i * FEATURES + j]) / n;
            }
        }
        GradientAccumulation means = GradientAccumulation.of(optimizer(), parts);
        int from = 0;
        float[] naive = new float[FEATURES];
        for (int end : ends) {
            Gradients gradients =
                    squares(w, x, y, from, end).div((float) (end - from)).backward();
            for (int j = 0; j < FEATURES; j++) {
                naive[j] += gradients.of(w).at(j) / parts;
            }
            Optional<StepReport> report = means.addMean(gradients, end - from);
            assertThat(report.isPresent()).isEqualTo(end == n);
            from = end;
        }
        float[] gradient = moved(before);
        double worst = 0;
        for (int j = 0; j < FEATURES; j++) {
            double bound = (n + FEATURES + 8) * 0x1p-24 * size[j] + 0x1p-24 * Math.abs(before[j]);
            assertThat((double) gradient[j]).isCloseTo(exact[j], within(bound));
            worst = Math.max(worst, Math.abs(naive[j] - exact[j]) / bound);
        }
        assertThat(worst)
                .as("the mean of means is another thing, times the bound")
                .isGreaterThan(100);
    }

    /** Sums of integers are exact, and so is one division by a power of two. */
    @Test
    void c26OnIntegersItIsTheBigBatchBitForBit() {
        SplittableRandom random = new SplittableRandom(3);
        float[] x = new float[8 * FEATURES];
        float[] y = new float[8];
        for (int i = 0; i < x.length; i++) {
            x[i] = random.nextInt(-9, 10);
        }
        for (int i = 0; i < 8; i++) {
            y[i] = random.nextInt(-9, 10);
        }
        float[] start = {1, -1, 2, 3, -2};
        w.assign(Tensor.of(start));
        optimizer().step(squares(w, x, y, 0, 8).div(8).backward());
        float[] whole = w.value().toArray();
        int[][] partitions = {{3, 5}, {1, 7}, {2, 2, 3, 1}, {8}, {1, 1, 1, 1, 1, 1, 1, 1}};
        for (int[] sizes : partitions) {
            w.assign(Tensor.of(start));
            GradientAccumulation sums = GradientAccumulation.of(optimizer(), sizes.length);
            int from = 0;
            for (int size : sizes) {
                sums.addSum(squares(w, x, y, from, from + size).backward(), size);
                from += size;
            }
            assertThat(w.value().toArray()).containsExactly(whole);
        }
        w.assign(Tensor.of(start));
        GradientAccumulation means = GradientAccumulation.of(optimizer(), 4);
        int from = 0;
        for (int size : new int[] {4, 2, 1, 1}) {
            means.addMean(squares(w, x, y, from, from + size).div(size).backward(), size);
            from += size;
        }
        assertThat(w.value().toArray()).containsExactly(whole);
    }

    @Test
    void c26AShortWindowAtTheEndIsFlushedAndNotDropped() {
        Optimizer optimizer = optimizer();
        GradientAccumulation window = GradientAccumulation.of(optimizer, 3);
        Gradients ones = Weights.gradients(w, 1, 1, 1, 1, 1);
        for (int i = 0; i < 5; i++) {
            window.addMean(ones, 2);
        }
        assertThat(window.pending()).isEqualTo(2);
        assertThat(optimizer.steps()).isEqualTo(1);
        StepReport report = window.flush().orElseThrow();
        assertThat(report).isEqualTo(new StepReport(2, 1, Math.sqrt(5), null));
        assertThat(w.value().toArray()).containsExactly(-1.5f, -3, 0, -1, -4);
        assertThat(window.flush()).isEmpty();
        assertThat(optimizer.steps()).isEqualTo(2);
    }

    /** Items that a loss ignores, or weighs, count as the loss counts them. */
    @Test
    void c26ItemsMayBeWeightedAndAMicroBatchWithoutAnyAddsNothing() {
        GradientAccumulation window = GradientAccumulation.of(optimizer(), 3);
        window.addMean(Weights.gradients(w, 1, 0, 0, 0, 0), 0.5);
        window.addMean(Weights.gradients(w, Float.NaN, 0, 0, 0, 0), 0);
        StepReport report =
                window.addMean(Weights.gradients(w, 5, 0, 0, 0, 0), 1.5).orElseThrow();
        assertThat(report.gradientNorm()).isEqualTo(4);
        window.addMean(Weights.gradients(w, 1, 0, 0, 0, 0), 0);
        assertThat(window.flush().orElseThrow()).isEqualTo(new StepReport(1, 1, 0, "no micro-batch has items"));
    }

    @Test
    void c14AParameterHasAGradientWhenItHasOneInAnyMicroBatch() {
        Parameter sometimes = model.add("sometimes", Tensor.of(1f));
        model.add("never", Tensor.of(1f));
        Optimizer optimizer = Optimizer.of(model, Adam.defaults(), Schedule.constant(0.1));
        GradientAccumulation window = GradientAccumulation.of(optimizer, 2);
        window.addMean(Weights.gradients(w, 1, 1, 1, 1, 1), 1);
        window.addMean(Weights.gradients(sometimes, 8), 3);
        assertThat(optimizer.state().scalars())
                .containsEntry("w/step", 1.0)
                .containsEntry("sometimes/step", 1.0)
                .containsEntry("never/step", 0.0);
        assertThat(optimizer.state().tensor("sometimes/m").item()).isCloseTo(0.6f, within(1e-6f));
        window.addMean(Weights.gradients(w, 1, 1, 1, 1, 1), 1);
        window.addMean(Weights.gradients(w, 1, 1, 1, 1, 1), 1);
        assertThat(optimizer.state().scalars())
                .as("what was added for one step is gone in the next")
                .containsEntry("sometimes/step", 1.0);
    }

    @Test
    void c22OneBadMicroBatchSkipsTheStepAndIsNamed() {
        Optimizer optimizer = Optimizer.of(model, Adam.defaults(), Schedule.constant(0.1));
        GradientAccumulation window = GradientAccumulation.of(optimizer, 3);
        Gradients good = Weights.gradients(w, 1, 1, 1, 1, 1);
        for (int i = 0; i < 3; i++) {
            window.addMean(good, 1);
        }
        String weights = model.state().sha256();
        OptimizerState state = optimizer.state();
        window.addMean(good, 1);
        window.addMean(Weights.gradients(w, 1, 1, Float.POSITIVE_INFINITY, 1, 1), 1);
        StepReport report =
                window.addMean(Weights.gradients(w, Float.NaN, 1, 1, 1, 1), 1).orElseThrow();
        assertThat(report.skippedBecause())
                .isEqualTo("the gradient of 'w' [5] is Infinity at element 2 in micro-batch 1");
        assertThat(report.gradientNorm()).isNotFinite();
        assertThat(model.state().sha256()).isEqualTo(weights);
        Same.bits(optimizer.state(), state);
        window.addMean(good, 1);
        window.addMean(good, 1);
        assertThat(window.addMean(good, 1).orElseThrow().applied()).isTrue();
    }

    @Test
    void c22ThrowingToo() {
        GradientAccumulation window =
                GradientAccumulation.of(optimizer(OptimizerOptions.defaults().withNonFinite(NonFinite.THROW)), 2);
        Gradients good = Weights.gradients(w, 1, 1, 1, 1, 1);
        window.addMean(Weights.gradients(w, 1, Float.NaN, 1, 1, 1), 1);
        assertThatThrownBy(() -> window.addMean(good, 1))
                .isInstanceOf(ArithmeticException.class)
                .hasMessageContaining("step 0: the gradient of 'w' [5] is NaN at element 1 in micro-batch 0;");
        assertThat(window.pending()).isZero();
        window.addMean(good, 1);
        assertThat(window.addMean(good, 1).orElseThrow().applied()).isTrue();
    }

    @Test
    void whatIsAddedOnceIsNotDivided() {
        Parameter other = model.add("other", Tensor.of(1f));
        GradientAccumulation window = GradientAccumulation.of(optimizer(), 2);
        window.addOnce(
                Weights.loss(w, 1, 0, 0, 0, 0).add(Weights.loss(other, 0.25f)).backward());
        window.addMean(Weights.gradients(w, 2, 0, 0, 0, 0), 3);
        window.addMean(Weights.gradients(w, 6, 0, 0, 0, 0), 1);
        assertThat(w.value().at(0)).isEqualTo(0.5f - (2 * 3 + 6) / 4f - 1);
        assertThat(other.value().item()).isEqualTo(0.75f);
        window.addOnce(Weights.gradients(w, Float.NaN, 0, 0, 0, 0));
        window.addMean(Weights.gradients(w, 2, 0, 0, 0, 0), 3);
        assertThat(window.flush().orElseThrow().skippedBecause())
                .isEqualTo("the gradient of 'w' [5] is NaN at element 0 in what is added once");
    }

    @Test
    void transformsGroupsAndAveragesSeeTheWholeOnly() {
        Optimizer optimizer = optimizer(OptimizerOptions.defaults()
                .withGroup(ParameterGroup.paths("w").withRateFactor(0.5))
                .withTransform(GradientTransform.clipEachValue(1))
                .withAverage(WeightAverage.polyak(1)));
        GradientAccumulation window = GradientAccumulation.of(optimizer, 2);
        window.addMean(Weights.gradients(w, 9, 3, 0, 0, 0), 1);
        window.addMean(Weights.gradients(w, -8, 3, 0, 0, 0), 1);
        assertThat(w.value().toArray()).containsExactly(0.5f - 0.25f, -1 - 0.5f, 2, 1, -2);
        assertThat(optimizer.state().scalars()).containsEntry("/averaged/w", 1.0);
    }

    @Test
    void aParameterFrozenMeanwhileStays() {
        Parameter other = model.add("other", Tensor.of(1f));
        GradientAccumulation window = GradientAccumulation.of(optimizer(), 2);
        Tensor both = Weights.loss(w, 1, 1, 1, 1, 1).add(Weights.loss(other, 1));
        window.addMean(both.backward(), 1);
        other.freeze();
        window.addMean(Weights.gradients(w, 1, 1, 1, 1, 1), 1);
        assertThat(other.value().item()).isEqualTo(1);
        assertThat(w.value().at(0)).isEqualTo(-0.5f);
    }

    @Test
    void threadsDoNotChangeABit() {
        String[] hashes = new String[3];
        for (int run = 0; run < 3; run++) {
            SplittableRandom random = new SplittableRandom(1);
            Weights big = new Weights();
            Parameter p = big.add("p", Weights.filled(Shape.of(100_003), random));
            Optimizer optimizer = Optimizer.of(
                    big,
                    Sgd.defaults(),
                    Schedule.constant(0.1),
                    OptimizerOptions.defaults().withWorkers(Workers.of(new int[] {1, 2, 7}[run])));
            GradientAccumulation window = GradientAccumulation.of(optimizer, 3);
            for (int i = 1; i <= 6; i++) {
                window.addMean(
                        Weights.linearLoss(p, Weights.filled(p.shape(), random)).backward(), i);
            }
            hashes[run] = big.state().sha256();
        }
        assertThat(hashes).containsOnly(hashes[0]);
    }

    @Test
    void aRuleThatEvaluatesElsewhereIsRefused() {
        Optimizer sam = Optimizer.of(model, Sam.of(Sgd.defaults()), Schedule.constant(1));
        assertThatThrownBy(() -> GradientAccumulation.of(sam, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("gradient accumulation: Sam[")
                .hasMessageEndingWith(" takes gradients at other points within a step, which must see the whole batch;"
                        + " give it one that fits, through Optimizer.step(Objective)");
    }

    @Test
    void mistakesAreNamed() {
        Optimizer optimizer = optimizer();
        assertThatThrownBy(() -> GradientAccumulation.of(optimizer, 0))
                .hasMessage("gradient accumulation: 0 micro-batches; a step needs at least 1");
        GradientAccumulation window = GradientAccumulation.of(optimizer, 2);
        Gradients ones = Weights.gradients(w, 1, 1, 1, 1, 1);
        for (double items : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> window.addMean(ones, items))
                    .hasMessage("gradient accumulation: items = " + items
                            + " is not accepted; it must lie in [0, infinity)");
        }
        assertThatThrownBy(() -> optimizer.evaluate(() -> window.addMean(ones, 1)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("step outside evaluate()");
        window.addMean(ones, 1);
        optimizer.step(Weights.gradients(w, 1, 1, 1, 1, 1));
        assertThatThrownBy(() -> window.addMean(Weights.gradients(w, 1, 1, 1, 1, 1), 1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("gradient accumulation: the optimizer has gone from step 0 to 1 since the first of 1"
                        + " micro-batches was added; let the accumulation do the steps");
    }
}
