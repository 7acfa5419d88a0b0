package org.gradus.nn;

import org.gradus.core.Pass;
import org.gradus.core.Tensor;
import org.gradus.core.TensorLayer;

/**
 * The mean of each channel over its plane, which makes the layers after it independent of the images' size.
 *
 * <p><b>Shapes:</b> {@code [n, c, h, w] → [n, c]}.
 *
 * <p><b>Reference:</b> Lin, Chen, Yan, 2013, arXiv:1312.4400, section 3.2.
 */
public final class GlobalAvgPool2d extends TensorLayer {
    /** A pooling layer. */
    public GlobalAvgPool2d() {}

    @Override
    protected Tensor compute(Tensor x, Pass pass) {
        if (x.rank() != 4) {
            throw new IllegalArgumentException(
                    "globalAvgPool2d '" + path() + "': needs [n, channels, h, w], but the input is " + x.shape());
        }
        return x.mean(2, 3);
    }

    /** The name. */
    @Override
    public String toString() {
        return "GlobalAvgPool2d";
    }
}
