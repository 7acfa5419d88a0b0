package org.gradus.optim.gradient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.gradus.core.Shape;
import org.gradus.optim.Weights;
import org.junit.jupiter.api.Test;

class CentralizeTest {
    @Test
    void takesOffTheMeanOfEachUnit() {
        List<Shape> shapes =
                List.of(Shape.of(3, 7), Shape.of(4, 3, 5, 2), Shape.of(2, 4), Shape.of(2, 2), Shape.of(2, 9));
        Weights model = TransformCase.model(shapes, 1);
        ParameterVector gradients = TransformCase.gradients(model, 2, 1);
        ParameterVector changed = GradientTransform.centralize().apply(0, gradients);
        for (int p = 0; p < shapes.size(); p++) {
            float[] g = gradients.entries().get(p).tensor().data();
            float[] is = changed.entries().get(p).tensor().data();
            int length = g.length / shapes.get(p).dim(0);
            for (int i = 0; i < g.length; i++) {
                double mean = 0;
                for (int j = i / length * length; j < (i / length + 1) * length; j++) {
                    mean += g[j] / (double) length;
                }
                // The mean and the difference are rounded to float once each.
                assertThat((double) is[i])
                        .as("p%d[%d]", p, i)
                        .isCloseTo(g[i] - mean, within(0x1p-24 * (Math.abs(mean) + Math.abs(g[i] - mean))));
            }
        }
    }

    /** A unit of one weight is its own mean: centralised, its gradient would be 0 for ever. */
    @Test
    void vectorsScalarsAndUnitsOfOneWeightStay() {
        List<Shape> shapes = List.of(Shape.of(3), Shape.of(), Shape.of(4, 1), Shape.of(4, 1, 1, 1), Shape.of(0, 3));
        ParameterVector gradients = TransformCase.gradients(TransformCase.model(shapes, 1), 2, 1);
        ParameterVector changed = GradientTransform.centralize().apply(0, gradients);
        for (int p = 0; p < 4; p++) {
            assertThat(changed.entries().get(p).tensor())
                    .isSameAs(gradients.entries().get(p).tensor());
        }
    }

    /** The float sum of these is infinite. */
    @Test
    void theMeanIsTakenInDouble() {
        Weights model = TransformCase.model(List.of(Shape.of(1, 3)), 1);
        ParameterVector changed =
                GradientTransform.centralize().apply(0, TransformCase.one(model.get("p0"), 1e38f, 2e38f, 1.5e38f));
        float[] g = changed.entries().get(0).tensor().toArray();
        assertThat(g[0] / 1e38).isCloseTo(-0.5, within(1e-6));
        assertThat(g[1] / 1e38).isCloseTo(0.5, within(1e-6));
    }
}
