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
import org.junit.jupiter.api.Test;

class ClipEachUnitTest {
    private static final double TWO_ROUNDINGS = 0x1p-23;

    /** Section 4.1 of the paper in double, with indices of the first axis as units. */
    private static double[] oracle(int units, float[] w, float[] g, double factor, double eps) {
        double[] clipped = new double[g.length];
        int length = units == 0 ? 0 : g.length / units;
        for (int unit = 0; unit < units; unit++) {
            double weights = 0;
            double gradients = 0;
            for (int i = unit * length; i < (unit + 1) * length; i++) {
                weights += (double) w[i] * w[i];
                gradients += (double) g[i] * g[i];
            }
            double ratio = Math.sqrt(gradients) / Math.max(Math.sqrt(weights), eps);
            for (int i = unit * length; i < (unit + 1) * length; i++) {
                clipped[i] = ratio > factor ? factor / ratio * g[i] : g[i];
            }
        }
        return clipped;
    }

    @Test
    void clipsAsThePaperSays() {
        List<Shape> shapes = List.of(Shape.of(8, 5), Shape.of(6, 3, 2, 2), Shape.of(7), Shape.of(), Shape.of(4, 1));
        int[] units = {8, 6, 1, 1, 4};
        Weights model = TransformCase.model(shapes, 4);
        ParameterVector gradients = TransformCase.gradients(model, 5, 1);
        int clipped = 0;
        int kept = 0;
        ParameterVector changed = GradientTransform.clipEachUnit(1.0).apply(0, gradients);
        for (int p = 0; p < units.length; p++) {
            float[] w = model.values("p" + p);
            float[] g = gradients.entries().get(p).tensor().data();
            float[] is = changed.entries().get(p).tensor().data();
            double[] should = oracle(units[p], w, g, 1.0, 1e-3);
            for (int i = 0; i < is.length; i++) {
                assertThat((double) is[i])
                        .as("p%d[%d]", p, i)
                        .isCloseTo(should[i], within(TWO_ROUNDINGS * Math.abs(should[i])));
                clipped += is[i] != g[i] ? 1 : 0;
                kept += is[i] == g[i] ? 1 : 0;
            }
        }
        assertThat(clipped).as("elements clipped").isGreaterThan(20);
        assertThat(kept).as("elements kept, bit for bit").isGreaterThan(20);
    }

    @Test
    void unitsAreClippedEachByItsOwnWeights() {
        Weights model = new Weights();
        Parameter w = model.add("w", Tensor.of(Shape.of(3, 2), 3, 4, 0.3f, 0.4f, 0, 0));
        ParameterVector changed = new ClipEachUnit(0.5, 0.25).apply(0, TransformCase.one(w, 0, 2, 0, 2, 0, 2));
        assertThat(changed.entries().get(0).tensor().toArray())
                .as("limits 0.5·5, 0.5·0.5 and 0.5·eps")
                .containsExactly(0, 2, 0, 0.25f, 0, 0.125f);
    }

    /** Float squares would underflow and overflow. */
    @Test
    void normsAreTakenInDouble() {
        Weights model = new Weights();
        Parameter w = model.add("w", Tensor.of(Shape.of(2, 1), 1e30f, 2f));
        ParameterVector changed = GradientTransform.clipEachUnit(0.5).apply(0, TransformCase.one(w, 3e30f, 1e-30f));
        float[] g = changed.entries().get(0).tensor().toArray();
        assertThat(g[0] / 1e30).isCloseTo(0.5, within(1e-6));
        assertThat(g[1]).isEqualTo(1e-30f);
    }

    /** One unit of many chunks is summed and scaled by all threads, many units are shared among them: the bits stay. */
    @Test
    void aLongVectorIsOneUnitWithTheSameBitsOnAnyThreads() {
        int n = 300_001;
        Weights model = new Weights();
        Parameter vector = model.add("vector", Weights.filled(Shape.of(n), new SplittableRandom(1)));
        Parameter row =
                model.add("row", Tensor.of(Shape.of(1, n), vector.value().toArray()));
        Tensor g = Weights.filled(Shape.of(n), new SplittableRandom(2));
        float[] first = null;
        for (int threads : new int[] {1, 2, 3, 7}) {
            ParameterVector gradients = ParameterVector.of(
                    Workers.of(threads),
                    List.of(
                            new ParameterVector.Entry(vector, g),
                            new ParameterVector.Entry(row, Tensor.of(row.shape(), g.toArray()))));
            ParameterVector clipped = GradientTransform.clipEachUnit(0.25).apply(0, gradients);
            float[] bits = clipped.entries().get(0).tensor().toArray();
            first = first == null ? bits : first;
            assertThat(bits).as("%d threads", threads).isEqualTo(first);
            assertThat(clipped.entries().get(1).tensor().toArray()).isEqualTo(first);
            double norm = ParameterVector.of(Workers.of(1), clipped.entries().subList(0, 1))
                    .norm();
            double weights = 0;
            for (float w : vector.value().toArray()) {
                weights += (double) w * w;
            }
            assertThat(norm).isCloseTo(0.25 * Math.sqrt(weights), within(1e-6 * norm));
        }
    }

    @Test
    void theLastLayerCanBeLeftOutAsInThePaper() {
        Weights model = TransformCase.model(List.of(Shape.of(2, 3)), 1);
        Weights head = model.nest("head", new Weights());
        head.add("weight", Tensor.zeros(2, 3));
        ParameterVector gradients = TransformCase.gradients(model, 2, 1);
        ParameterVector changed = GradientTransform.clipEachUnit(0.01)
                .only(p -> p.owner() != head)
                .apply(0, gradients);
        assertThat(changed.entries().get(1).tensor())
                .isSameAs(gradients.entries().get(1).tensor());
        assertThat(changed.entries().get(0).tensor().toArray())
                .isNotEqualTo(gradients.entries().get(0).tensor().toArray());
    }

    @Test
    void defaultsAreThePapers() {
        assertThat(GradientTransform.clipEachUnit(0.01)).isEqualTo(new ClipEachUnit(0.01, 1e-3));
        assertThatThrownBy(() -> GradientTransform.clipEachUnit(0))
                .hasMessage("clipEachUnit: factor = 0.0 is not accepted; it must lie in (0, infinity)");
        assertThatThrownBy(() -> new ClipEachUnit(1, Double.NaN))
                .hasMessage("clipEachUnit: eps = NaN is not accepted; it must lie in (0, infinity)");
    }
}
