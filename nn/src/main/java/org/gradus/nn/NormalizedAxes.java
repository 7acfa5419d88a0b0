package org.gradus.nn;

import org.gradus.core.Shape;
import org.gradus.core.Tensor;

/** What layers that normalise over the last axes check. */
final class NormalizedAxes {
    private NormalizedAxes() {}

    static Shape checked(String layer, Shape shape) {
        if (shape.rank() < 1 || shape.size() < 1) {
            throw new IllegalArgumentException(
                    layer + ": normalises over " + shape + "; at least one axis and one element are needed");
        }
        return shape;
    }

    static void checkEps(String layer, double eps) {
        if (!(eps > 0 && eps < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(layer + ": eps " + eps + " must be above 0 and finite");
        }
    }

    static void checkInput(String layer, String path, Shape shape, Tensor x) {
        int leading = x.rank() - shape.rank();
        boolean fits = leading >= 0;
        for (int a = 0; fits && a < shape.rank(); a++) {
            fits = x.dim(leading + a) == shape.dim(a);
        }
        if (!fits) {
            String inner = shape.toString().substring(1);
            throw new IllegalArgumentException(
                    layer + " '" + path + "': needs [..., " + inner + ", but the input is " + x.shape());
        }
    }
}
