package org.gradus.optim.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.gradus.testkit.TensorAssert.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.gradus.core.Parameter;
import org.gradus.core.Shape;
import org.gradus.core.Tensor;
import org.gradus.core.backend.Workers;
import org.gradus.optim.NonFinite;
import org.gradus.optim.Optimizer;
import org.gradus.optim.OptimizerOptions;
import org.gradus.optim.OptimizerState;
import org.gradus.optim.ParameterGroup;
import org.gradus.optim.Same;
import org.gradus.optim.StepReport;
import org.gradus.optim.Weights;
import org.gradus.optim.schedule.Schedule;
import org.gradus.testkit.DoubleTensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every update rule owes, one row of {@link RuleCase} after the other. */
class UpdateRuleContractTest {
    private static final OptimizerOptions NO_DECAY = OptimizerOptions.defaults()
            .withGroup(ParameterGroup.of("all", p -> true).withDecay(0));

    static Stream<RuleCase> rules() {
        return RuleCase.all();
    }

    @Test
    void everyRuleHasARow() throws IOException, URISyntaxException {
        Set<Class<?>> tested = rules().map(c -> c.rule().getClass()).collect(Collectors.toSet());
        assertThat(productionRules()).isNotEmpty().allMatch(tested::contains);
    }

    @Test
    void everyRuleHasTwoReferences() throws IOException, URISyntaxException {
        for (Class<?> rule : productionRules()) {
            long references = rules().flatMap(c -> Stream.of(
                            c.goldens().stream().map(RuleCase.GoldenCase::rule),
                            c.oracles().stream().map(RuleCase.OracleCase::rule),
                            c.elsewhere().stream()))
                    .flatMap(s -> s)
                    .filter(rule::isInstance)
                    .distinct()
                    .count();
            assertThat(references)
                    .as("goldens and oracles of %s, each of other settings", rule.getSimpleName())
                    .isGreaterThanOrEqualTo(2);
        }
    }

    private static List<? extends Class<?>> productionRules() throws IOException, URISyntaxException {
        Path classes = Path.of(UpdateRule.class.getResource("UpdateRule.class").toURI())
                .getParent();
        try (Stream<Path> files = Files.list(classes)) {
            return files.map(f -> f.getFileName().toString())
                    .filter(f -> f.endsWith(".class"))
                    .map(f -> "org.gradus.optim.rule." + f.substring(0, f.length() - ".class".length()))
                    .map(UpdateRuleContractTest::load)
                    .filter(c -> UpdateRule.class.isAssignableFrom(c) && !c.isInterface())
                    .toList();
        }
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, UpdateRule.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("rules")
    void convergesOnAQuadratic(RuleCase c) {
        Weights model = new Weights();
        Parameter matrix = model.add("matrix", Tensor.zeros(3, 4));
        Parameter bias = model.add("bias", Tensor.zeros(4));
        SplittableRandom random = new SplittableRandom(1);
        Tensor matrixTarget = Weights.filled(matrix.shape(), random);
        Tensor biasTarget = Weights.filled(bias.shape(), random);
        Tensor curvature = Tensor.of(0.5f, 1f, 2f, 4f);
        Optimizer optimizer = Optimizer.of(
                model,
                c.rule(),
                Schedule.cosine(c.quadratic().rate(), c.quadratic().steps()),
                c.options(NO_DECAY, model));
        for (int step = 0; step < c.quadratic().steps(); step++) {
            optimizer.step(
                    again -> distance(matrix, matrixTarget, curvature).add(distance(bias, biasTarget, curvature)));
        }
        optimizer.evaluate(() -> {
            assertThat(matrix.value()).isWithin(doubles(matrixTarget), filled(12, 2e-3));
            assertThat(bias.value()).isWithin(doubles(biasTarget), filled(4, 2e-3));
            return null;
        });
    }

    private static Tensor distance(Parameter parameter, Tensor target, Tensor curvature) {
        return parameter.value().sub(target).square().mul(curvature).sum().mul(0.5f);
    }

    private static DoubleTensor doubles(Tensor tensor) {
        double[] values = new double[tensor.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = tensor.data()[i];
        }
        return new DoubleTensor(tensor.shape().dims(), values);
    }

    private static double[] filled(int n, double value) {
        return DoubleStream.generate(() -> value).limit(n).toArray();
    }

    @ParameterizedTest
    @MethodSource("rules")
    void walksDownRosenbrocksValley(RuleCase c) {
        Weights model = new Weights();
        Parameter x = model.add("x", Tensor.of(c.shape(1), -1.2f));
        Parameter y = model.add("y", Tensor.of(c.shape(1), 1f));
        Optimizer optimizer = Optimizer.of(
                model,
                c.rule(),
                Schedule.cosine(c.rosenbrock().rate(), c.rosenbrock().steps()),
                c.options(NO_DECAY, model));
        for (int step = 0; step < c.rosenbrock().steps(); step++) {
            optimizer.step(again -> rosenbrock(x.value(), y.value()));
        }
        float value = optimizer.evaluate(() -> rosenbrock(x.value(), y.value()).item());
        assertThat(value)
                .as("x = %s, y = %s", x.value().item(), y.value().item())
                .isLessThan(1e-3f);
    }

    private static Tensor rosenbrock(Tensor x, Tensor y) {
        return y.sub(x.square()).square().mul(100f).add(x.sub(1f).square());
    }

    /** A model whose gradients are a function of the step and the weights; the bias has none at every third step. */
    private static final class Run {
        final Weights model = new Weights();
        final Parameter matrix;
        final Parameter bias;
        final Optimizer optimizer;

        Run(RuleCase c, Shape shape, OptimizerOptions options) {
            SplittableRandom random = new SplittableRandom(7);
            matrix = model.add("matrix", Weights.filled(shape, random));
            bias = model.add("bias", Weights.filled(Shape.of(5), random));
            optimizer =
                    Optimizer.of(model, c.rule(), Schedule.cosine(0.05, 40).withWarmUp(3), c.options(options, model));
        }

        void steps(int from, int to) {
            for (int step = from; step < to; step++) {
                SplittableRandom random = new SplittableRandom(step);
                Tensor g = Weights.filled(matrix.shape(), random);
                Tensor h = Weights.filled(bias.shape(), random);
                boolean biasToo = step % 3 != 2;
                optimizer.step(again -> {
                    Tensor loss = matrix.value().sub(g).square().sum();
                    return biasToo ? loss.add(bias.value().mul(h).sum()) : loss;
                });
            }
        }

        void matches(Run other) {
            assertThat(matrix.value()).hasBitsOf(other.matrix.value());
            assertThat(bias.value()).hasBitsOf(other.bias.value());
            Same.bits(optimizer.state(), other.optimizer.state());
        }
    }

    @ParameterizedTest
    @MethodSource("rules")
    void savedAndLoadedItGoesOnBitForBit(RuleCase c) {
        Shape shape = Shape.of(3, 4);
        Run whole = new Run(c, shape, OptimizerOptions.defaults());
        whole.steps(0, 20);
        Run first = new Run(c, shape, OptimizerOptions.defaults());
        first.steps(0, 10);
        OptimizerState state = first.optimizer.state();
        Run second = new Run(c, shape, OptimizerOptions.defaults());
        second.model.load(first.model.state());
        first.steps(10, 13);
        second.optimizer.load(state);
        second.steps(10, 20);
        second.matches(whole);
        assertThat(whole.optimizer.state().scalars())
                .containsEntry("/step", 20.0)
                .containsEntry("matrix/step", 20.0)
                .containsEntry("bias/step", 14.0);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void threadsDoNotChangeABit(RuleCase c) {
        Shape shape = Shape.of(331, 307);
        Run one = new Run(c, shape, OptimizerOptions.defaults().withWorkers(Workers.of(1)));
        one.steps(0, 4);
        for (int threads : new int[] {2, 3, 7}) {
            Run many = new Run(c, shape, OptimizerOptions.defaults().withWorkers(Workers.of(threads)));
            many.steps(0, 4);
            many.matches(one);
        }
    }

    @ParameterizedTest
    @MethodSource("rules")
    void aStepThatIsNotFiniteTouchesNothing(RuleCase c) {
        for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
            Run run = new Run(c, Shape.of(3, 4), OptimizerOptions.defaults());
            run.steps(0, 5);
            Run same = new Run(c, Shape.of(3, 4), OptimizerOptions.defaults());
            same.steps(0, 5);
            float[] g = new float[12];
            g[7] = bad;
            StepReport report = run.optimizer.step(again -> Weights.loss(run.matrix, g));
            assertThat(report.applied()).isFalse();
            assertThat(report.skippedBecause())
                    .isEqualTo("the gradient of 'matrix' [3, 4] is " + bad + " at element 7");
            run.matches(same);
            Run strict = new Run(c, Shape.of(3, 4), OptimizerOptions.defaults().withNonFinite(NonFinite.THROW));
            strict.steps(0, 5);
            assertThatThrownBy(() -> strict.optimizer.step(again -> Weights.loss(strict.matrix, g)))
                    .isInstanceOf(ArithmeticException.class)
                    .hasMessageContaining("step 5: the gradient of 'matrix' [3, 4] is " + bad + " at element 7");
            strict.matches(same);
        }
    }

    @ParameterizedTest
    @MethodSource("rules")
    void zeroTinyAndHugeGradientsLeaveNumbers(RuleCase c) {
        for (float g : new float[] {0f, -0f, Float.MIN_VALUE, 1e-30f, 1e15f, -1e15f}) {
            Weights model = new Weights();
            Parameter w = model.add("w", Tensor.of(c.shape(4), 1f, -0f, Float.MIN_VALUE, 3f));
            Optimizer optimizer = Optimizer.of(model, c.rule(), Schedule.constant(1e-3));
            for (int step = 0; step < 3; step++) {
                optimizer.step(again -> Weights.loss(w, g, g, g, g));
            }
            for (float value : w.value().data()) {
                assertThat(Float.isFinite(value))
                        .as("gradient %s gives %s", g, value)
                        .isTrue();
            }
            optimizer.state().tensors().forEach((name, slot) -> {
                for (float value : slot.data()) {
                    assertThat(Float.isNaN(value))
                            .as("gradient %s, slot %s", g, name)
                            .isFalse();
                }
            });
        }
    }

    @ParameterizedTest
    @MethodSource("rules")
    void emptyAndScalarParametersAreParametersToo(RuleCase c) {
        Weights model = new Weights();
        Parameter empty = model.add("empty", Tensor.zeros(0, 4));
        Parameter scalar = model.add("scalar", Tensor.scalar(2f));
        Optimizer optimizer =
                Optimizer.of(model, c.rule(), Schedule.constant(0.01), c.options(OptimizerOptions.defaults(), model));
        for (int step = 0; step < 2; step++) { // the first gradient may only start the state, as with ADOPT
            StepReport report = optimizer.step(
                    again -> scalar.value().square().add(empty.value().sum()));
            assertThat(report.applied()).isTrue();
        }
        assertThat(scalar.value().item()).isLessThan(2f);
    }
}
