package org.gradus.optim.gradient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import org.gradus.core.Parameter;
import org.gradus.core.Shape;
import org.gradus.core.Tensor;
import org.gradus.core.backend.Workers;
import org.gradus.optim.Weights;
import org.gradus.optim.sum.SquareSum;
import org.gradus.testkit.Golden;
import org.junit.jupiter.api.Test;

/** Clipping by value and by norm beside PyTorch; see tools/golden/optim_gradients.py. */
class ClipEachTest {
    private static final List<String> NAMES = List.of("matrix", "bias", "kernel");

    /** The coefficient is narrowed to float, and the product rounded: two errors of at most 2⁻²⁴. */
    private static final double TWO_ROUNDINGS = 0x1p-23;

    private final Golden golden = Golden.read(getClass(), "gradients/clip");

    private ParameterVector gradients() {
        Weights model = new Weights();
        return ParameterVector.of(
                Workers.of(1),
                NAMES.stream()
                        .map(name -> new ParameterVector.Entry(
                                model.add(
                                        name,
                                        Tensor.zeros(golden.tensor(name).shape().dims())),
                                golden.tensor(name)))
                        .toList());
    }

    private void check(GradientTransform transform, String kind, double relative) {
        ParameterVector clipped = transform.apply(0, gradients());
        for (int i = 0; i < NAMES.size(); i++) {
            float[] is = clipped.entries().get(i).tensor().data();
            double[] should = golden.doubles(NAMES.get(i) + "." + kind).data();
            for (int j = 0; j < is.length; j++) {
                assertThat((double) is[j])
                        .as("%s[%d]", NAMES.get(i), j)
                        .isCloseTo(should[j], within(relative * Math.abs(should[j])));
            }
        }
    }

    @Test
    void c21TheNormOfEachAndTheNormOfAllAreNotTheSameThing() {
        check(GradientTransform.clipEachNorm(1.5), "each", TWO_ROUNDINGS);
        check(GradientTransform.clipGlobalNorm(2.5), "global", TWO_ROUNDINGS);
        assertThat(gradients().norm()).isCloseTo(golden.number("norm"), within(1e-12));
    }

    @Test
    void c21AShortGradientStaysWhileALongOneIsShortened() {
        ParameterVector before = gradients();
        ParameterVector after = GradientTransform.clipEachNorm(1.5).apply(0, before);
        assertThat(after.entries().get(1).tensor())
                .isSameAs(before.entries().get(1).tensor());
        assertThat(ParameterVector.of(Workers.of(1), after.entries().subList(2, 3))
                        .norm())
                .isCloseTo(1.5, within(2e-6));
    }

    @Test
    void c25ValuesAreCutOnBothSides() {
        check(GradientTransform.clipEachValue(0.75), "value", 0);
        Parameter p = Weights.of("p", 0, 0, 0, 0, 0, 0).get("p");
        float below = Math.nextDown(0.5f);
        ParameterVector cut =
                GradientTransform.clipEachValue(0.5).apply(0, TransformCase.one(p, -3f, 3f, 0.5f, -0.5f, -below, -0f));
        assertThat(cut.entries().get(0).tensor().toArray()).containsExactly(-0.5f, 0.5f, 0.5f, -0.5f, -below, -0f);
    }

    @Test
    void c23TheNormOfEachIsTakenInDoubleToo() {
        Parameter p = Weights.of("p", 0, 0).get("p");
        ParameterVector cut = GradientTransform.clipEachNorm(1).apply(0, TransformCase.one(p, 3e30f, -4e30f));
        float[] g = cut.entries().get(0).tensor().toArray();
        assertThat((double) g[0]).isCloseTo(0.6, within(1e-6));
        assertThat((double) g[1]).isCloseTo(-0.8, within(1e-6));
    }

    @Test
    void onlyTheChosenGradientsAreSeen() {
        ParameterVector before = gradients();
        ParameterVector after = GradientTransform.clipGlobalNorm(0.1)
                .only(p -> !p.name().equals("kernel"))
                .apply(0, before);
        assertThat(after.entries().get(2).tensor())
                .isSameAs(before.entries().get(2).tensor());
        assertThat(ParameterVector.of(Workers.of(1), after.entries().subList(0, 2))
                        .norm())
                .as("what is global is global among the chosen")
                .isCloseTo(0.1, within(1e-6));
        assertThat(GradientTransform.centralize().only(p -> false).apply(0, before))
                .isSameAs(before);
    }

    @Test
    void limitsThatAreNoneAreRejected() {
        for (double limit : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> GradientTransform.clipEachValue(limit))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("clipEachValue: limit = " + limit + " is not accepted; it must lie in (0, infinity)");
            assertThatThrownBy(() -> GradientTransform.clipEachNorm(limit))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("clipEachNorm: maxNorm = " + limit + " is not accepted; it must lie in (0, infinity)");
        }
    }

    @Test
    void partsOfAnArrayGiveTheSquaresOfTheWhole() {
        Tensor x = Weights.filled(Shape.of(20_000), new SplittableRandom(3));
        double whole = SquareSum.of(x.data(), Workers.of(2));
        assertThat(SquareSum.of(x.data(), 0, 20_000)).isEqualTo(whole);
        assertThat(SquareSum.of(x.data(), 5, 0)).isZero();
        assertThat(SquareSum.of(new float[] {9, 2, 3, 9}, 1, 2)).isEqualTo(13);
    }
}
