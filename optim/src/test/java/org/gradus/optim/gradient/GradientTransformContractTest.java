package org.gradus.optim.gradient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.gradus.testkit.TensorAssert.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.stream.Stream;
import org.gradus.core.Parameter;
import org.gradus.core.Shape;
import org.gradus.core.Tensor;
import org.gradus.optim.Optimizer;
import org.gradus.optim.OptimizerOptions;
import org.gradus.optim.OptimizerState;
import org.gradus.optim.Same;
import org.gradus.optim.StepReport;
import org.gradus.optim.Weights;
import org.gradus.optim.rule.Adam;
import org.gradus.optim.schedule.Schedule;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every transform owes, one row of {@link TransformCase} after the other. */
class GradientTransformContractTest {
    static Stream<TransformCase> transforms() {
        return TransformCase.all();
    }

    @ParameterizedTest
    @MethodSource("transforms")
    void keepsParametersOrderAndShapesAndWritesToNothing(TransformCase c) {
        Weights model = TransformCase.model(TransformCase.SHAPES, 1);
        ParameterVector gradients = TransformCase.gradients(model, 2, 1);
        String before = model.state().sha256();
        List<float[]> copies =
                gradients.entries().stream().map(e -> e.tensor().toArray()).toList();
        ParameterVector changed = c.transform().apply(3, gradients);
        assertThat(changed.entries().stream().map(ParameterVector.Entry::parameter))
                .containsExactlyElementsOf(model.parameters());
        for (int i = 0; i < copies.size(); i++) {
            assertThat(changed.entries().get(i).tensor().shape())
                    .isEqualTo(gradients.entries().get(i).tensor().shape());
            assertThat(gradients.entries().get(i).tensor().toArray()).isEqualTo(copies.get(i));
        }
        assertThat(model.state().sha256()).isEqualTo(before);
        assertThat(changed.firstNonFinite()).isEmpty();
        assertThat(changed.norm()).isNotEqualTo(gradients.norm());
    }

    @ParameterizedTest
    @MethodSource("transforms")
    void isAFunctionOfStepAndGradientsAlone(TransformCase c) {
        Weights model = TransformCase.model(TransformCase.SHAPES, 1);
        same(
                c.transform().apply(3, TransformCase.gradients(model, 2, 1)),
                c.transform().apply(3, TransformCase.gradients(model, 2, 1)));
    }

    @ParameterizedTest
    @MethodSource("transforms")
    void threadsDoNotChangeABit(TransformCase c) {
        List<Shape> large = List.of(Shape.of(331, 307), Shape.of(70_001), Shape.of(3, 50_000), Shape.of(40_000, 2));
        Weights model = TransformCase.model(large, 1);
        ParameterVector one = c.transform().apply(0, TransformCase.gradients(model, 2, 1));
        for (int threads : new int[] {2, 3, 7}) {
            same(c.transform().apply(0, TransformCase.gradients(model, 2, threads)), one);
        }
    }

    private static void same(ParameterVector is, ParameterVector should) {
        for (int i = 0; i < should.entries().size(); i++) {
            assertThat(is.entries().get(i).tensor())
                    .hasBitsOf(should.entries().get(i).tensor());
        }
    }

    /** Nothing overflows on the way: the result is finite wherever the right one is. */
    @ParameterizedTest
    @MethodSource("transforms")
    void zerosDenormalsAndTheGreatestFloatsStayNumbers(TransformCase c) {
        float huge = 1e38f;
        float tiny = Float.MIN_VALUE;
        Weights model = new Weights();
        Parameter p = model.add("p", Tensor.of(Shape.of(3, 2), 0f, -0f, 1f, -1f, tiny, -tiny));
        for (float[] g : new float[][] {
            {0, 0, 0, 0, 0, 0},
            {-0f, 0, -0f, 0, 0, -0f},
            {tiny, -tiny, tiny, tiny, 0, 0},
            {huge, -huge, huge, 1, 0, huge}
        }) {
            ParameterVector changed = c.transform().apply(0, TransformCase.one(p, g));
            assertThat(changed.firstNonFinite()).isEmpty();
        }
    }

    /** How a backend draws is its own affair. */
    static Stream<TransformCase> withoutDraws() {
        return transforms().filter(c -> !(c.transform() instanceof GradientNoise));
    }

    /** Many rounds: classes are loaded in the first, and vector code makes objects until it is compiled. */
    @ParameterizedTest
    @MethodSource("withoutDraws")
    void allocatesNothingBeyondTheNewGradients(TransformCase c) {
        Weights model = TransformCase.model(List.of(Shape.of(64, 256), Shape.of(10_000)), 1);
        ParameterVector gradients = TransformCase.gradients(model, 2, 1);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long thread = Thread.currentThread().getId();
        long limit = 4L * (64 * 256 + 10_000) + 10_000;
        long allocated = Long.MAX_VALUE;
        for (int round = 0; round < 2000 && allocated > limit; round++) {
            long before = threads.getThreadAllocatedBytes(thread);
            c.transform().apply(round, gradients);
            allocated = threads.getThreadAllocatedBytes(thread) - before;
        }
        assertThat(allocated).isLessThanOrEqualTo(limit);
    }

    /** Noise and clipping are functions of the applied step, so a training that was saved goes on as if it had not been. */
    @ParameterizedTest
    @MethodSource("transforms")
    void aTrainingResumesBitForBit(TransformCase c) {
        Weights whole = TransformCase.model(TransformCase.SHAPES, 1);
        Optimizer optimizer = optimizer(whole, c.transform());
        steps(whole, optimizer, 0, 10);
        Weights first = TransformCase.model(TransformCase.SHAPES, 1);
        Optimizer begun = optimizer(first, c.transform());
        steps(first, begun, 0, 5);
        Weights second = TransformCase.model(TransformCase.SHAPES, 9);
        Optimizer resumed = optimizer(second, c.transform());
        second.load(first.state());
        resumed.load(begun.state());
        steps(second, resumed, 5, 10);
        assertThat(second.state().sha256()).isEqualTo(whole.state().sha256());
        Same.bits(resumed.state(), optimizer.state());
    }

    @ParameterizedTest
    @MethodSource("transforms")
    void c22ANumberThatIsNotFiniteMayNotComeOutOfATransformEither(TransformCase c) {
        Weights model = TransformCase.model(TransformCase.SHAPES, 1);
        GradientTransform broken = (step, g) -> step < 2 ? g : g.times(Double.POSITIVE_INFINITY);
        Optimizer optimizer = Optimizer.of(
                model,
                Adam.defaults(),
                Schedule.constant(0.1),
                OptimizerOptions.defaults().withTransform(broken).withTransform(c.transform()));
        steps(model, optimizer, 0, 2);
        String weights = model.state().sha256();
        OptimizerState state = optimizer.state();
        StepReport report = optimizer.step(loss(model, 2).backward());
        if (report.applied()) {
            assertThat(c.name()).as("clipping by value makes infinities finite").isEqualTo("clipEachValue");
            return;
        }
        assertThat(report.skippedBecause()).startsWith("the gradient of 'p").endsWith(" after the transforms");
        assertThat(report.gradientNorm()).isFinite();
        assertThat(model.state().sha256()).isEqualTo(weights);
        Same.bits(optimizer.state(), state);
    }

    private static Optimizer optimizer(Weights model, GradientTransform transform) {
        return Optimizer.of(
                model,
                Adam.defaults(),
                Schedule.constant(0.1),
                OptimizerOptions.defaults().withTransform(transform));
    }

    private static void steps(Weights model, Optimizer optimizer, int from, int to) {
        for (int step = from; step < to; step++) {
            optimizer.step(loss(model, step).backward());
        }
    }

    private static Tensor loss(Weights model, int seed) {
        Tensor loss = Tensor.scalar(0f);
        for (ParameterVector.Entry entry :
                TransformCase.gradients(model, 100 + seed, 1).entries()) {
            loss = loss.add(Weights.linearLoss(entry.parameter(), entry.tensor()));
        }
        return loss;
    }
}
