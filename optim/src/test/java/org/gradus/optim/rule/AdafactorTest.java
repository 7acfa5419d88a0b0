package org.gradus.optim.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.gradus.testkit.TensorAssert.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.gradus.core.Parameter;
import org.gradus.core.Shape;
import org.gradus.core.Tensor;
import org.gradus.core.backend.Workers;
import org.gradus.optim.Optimizer;
import org.gradus.optim.OptimizerOptions;
import org.gradus.optim.Same;
import org.gradus.optim.Weights;
import org.gradus.optim.schedule.Schedule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AdafactorTest {
    @Test
    void theStateOfAMatrixIsARowAndAColumn() {
        SlotSpec matrix = Adafactor.defaults().slots(Shape.of(300, 200));
        assertThat(matrix.tensors().stream()
                        .mapToInt(slot -> slot.shape().size())
                        .sum())
                .isEqualTo(500);
        SlotSpec kernel = Adafactor.defaults().slots(Shape.of(2, 3, 5, 7));
        assertThat(kernel.tensors())
                .containsExactly(new Slot("rows", Shape.of(2, 3, 5), 0f), new Slot("columns", Shape.of(2, 3, 7), 0f));
        assertThat(Adafactor.defaults().slots(Shape.of(9)).tensors()).containsExactly(new Slot("v", Shape.of(9), 0f));
        assertThat(Adafactor.defaults().slots(Shape.of()).tensors()).containsExactly(new Slot("v", Shape.of(), 0f));
    }

    /** Squares of an outer product have rank 1, so that their factors give them back: every quotient is ±1. */
    @Test
    void theFactorsOfAnOuterProductAreExact() {
        float[] gradient = new float[12];
        for (int i = 0; i < 12; i++) {
            gradient[i] = (i / 4 + 1) * (i % 4 - 1.5f);
        }
        Weights model = new Weights();
        Parameter w = model.add("w", Tensor.zeros(3, 4));
        Adafactor rule = Adafactor.paper().withRelative(false, false);
        Optimizer optimizer = Optimizer.of(model, rule, Schedule.constant(0.25));
        optimizer.step(Weights.loss(w, gradient).backward());
        for (int i = 0; i < 12; i++) {
            assertThat(w.value().data()[i]).isCloseTo(-0.25f * Math.signum(gradient[i]), within(1e-6f));
        }
    }

    /** At t = 1 and weights of RMS 2 the step is {@code 2·min(lr, 1)}; at t = 100 it is at most {@code 2·0.1}. */
    @Test
    void rateAndStepAreRelative() {
        Adafactor rule = Adafactor.defaults();
        assertThat(first(rule, 2f, 0.5)).isCloseTo(2 - 2 * 0.5f, within(1e-6f));
        assertThat(first(rule, 2f, 30)).isCloseTo(2 - 2, within(1e-6f));
        assertThat(first(rule, 1e-9f, 0.5)).isCloseTo(-1e-3f * 0.5f, within(1e-8f));
        assertThat(first(rule.withRelative(true, false), 2f, 0.5)).isCloseTo(2 - 0.5f, within(1e-6f));
        assertThat(first(rule.withRelative(false, false), 2f, 30)).isCloseTo(2 - 30, within(1e-5f));
    }

    private static float first(Adafactor rule, float weight, double rate) {
        Weights model = Weights.of("w", weight);
        Parameter w = model.get("w");
        Optimizer.of(model, rule, Schedule.constant(rate)).step(Weights.gradients(w, 3f));
        return w.value().item();
    }

    /** After many small gradients a large one makes U far larger than 1: only the clip keeps the step. */
    @Test
    void theUpdateIsClippedByItsRootMeanSquare() {
        Adafactor rule = Adafactor.defaults().withRelative(false, false);
        double[] gradients = new double[30];
        Arrays.fill(gradients, 1e-3);
        gradients[29] = 1;
        double[] before = Arrays.copyOf(gradients, 29);
        double clipped = OneWeight.after(rule, 0.01, before) - OneWeight.after(rule, 0.01, gradients);
        assertThat(clipped).isCloseTo(0.01, within(1e-6));
        Adafactor free = rule.withClip(Double.POSITIVE_INFINITY);
        double whole = OneWeight.after(free, 0.01, before) - OneWeight.after(free, 0.01, gradients);
        assertThat(whole).isGreaterThan(0.03);
    }

    static Stream<Shape> shapes() {
        return Stream.of(
                Shape.of(2, 3, 4),
                Shape.of(2, 2, 3, 3),
                Shape.of(4_000, 3, 3),
                Shape.of(1, 7),
                Shape.of(7, 1),
                Shape.of(3, 1100),
                Shape.of(1100, 3));
    }

    /** Tensors of matrices and matrices longer than a block, beside the oracle. */
    @ParameterizedTest
    @MethodSource("shapes")
    void othersThanSmallMatricesFollowThePaperToo(Shape shape) {
        for (Adafactor rule :
                new Adafactor[] {Adafactor.defaults(), Adafactor.paper().withWeightDecay(0.1)}) {
            SplittableRandom random = new SplittableRandom(9);
            Weights model = new Weights();
            Parameter w = model.add("w", Weights.filled(shape, random));
            double[][] weights = {doubles(w.value().data())};
            Optimizer optimizer = Optimizer.of(model, rule, Schedule.constant(0.01));
            Oracle oracle = new AdafactorOracle(rule, new int[][] {shape.dims()});
            for (int step = 0; step < 5; step++) {
                Tensor g = Weights.filled(shape, random);
                optimizer.step(Weights.linearLoss(w, g).backward());
                double[][] gradients = {doubles(g.data())};
                oracle.step(0.01, weights, gradients, NOTHING);
            }
            Closeness.check(w, weights[0], 4e-6);
        }
    }

    private static final Oracle.Problem NOTHING = new Oracle.Problem() {
        @Override
        public double loss(double[][] weights) {
            return 0;
        }

        @Override
        public double[][] gradient(double[][] weights) {
            return Oracle.moved(weights, weights, -1);
        }
    };

    private static double[] doubles(float[] values) {
        double[] wide = new double[values.length];
        Arrays.setAll(wide, i -> values[i]);
        return wide;
    }

    /** Wider than the columns that are summed together, higher than the rows, and with few or many matrices. */
    @Test
    void threadsDoNotChangeABitOfAnyShape() {
        for (Shape shape :
                new Shape[] {Shape.of(3, 40, 1300), Shape.of(9_000, 3, 3), Shape.of(70_000, 2), Shape.of(1, 100_000)}) {
            Optimizer one = run(shape, 1);
            for (int threads : new int[] {2, 3, 7}) {
                Same.bits(run(shape, threads).state(), one.state());
            }
        }
    }

    private static Optimizer run(Shape shape, int threads) {
        SplittableRandom random = new SplittableRandom(2);
        Weights model = new Weights();
        Parameter w = model.add("w", Weights.filled(shape, random));
        OptimizerOptions options = OptimizerOptions.defaults().withWorkers(Workers.of(threads));
        Optimizer optimizer = Optimizer.of(model, Adafactor.defaults(), Schedule.constant(0.01), options);
        for (int step = 0; step < 3; step++) {
            optimizer.step(w.value().square().sum().backward()); // the state shows what the weights were
        }
        return optimizer;
    }

    @Test
    void aGradientOfZerosMovesNothing() {
        for (Adafactor rule : new Adafactor[] {Adafactor.defaults(), Adafactor.paper()}) {
            Weights model = new Weights();
            Parameter w = model.add("w", Tensor.ones(2, 3));
            Optimizer optimizer = Optimizer.of(model, rule, Schedule.constant(0.01));
            for (int step = 0; step < 3; step++) {
                optimizer.step(Weights.loss(w, new float[6]).backward());
            }
            assertThat(w.value()).hasBitsOf(Tensor.ones(2, 3));
        }
    }
}
