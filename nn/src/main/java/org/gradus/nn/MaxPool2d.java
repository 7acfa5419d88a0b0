package org.gradus.nn;

import org.gradus.core.Pass;
import org.gradus.core.Tensor;
import org.gradus.core.TensorLayer;
import org.gradus.core.backend.Window;

/**
 * The largest value in each window.
 *
 * <p><b>Shapes:</b> {@code [n, c, h, w] → [n, c, h', w']}.
 */
public final class MaxPool2d extends TensorLayer {
    private final Window window;

    /**
     * Square windows that do not overlap.
     *
     * @param kernel rows and columns of the window, and its stride
     */
    public MaxPool2d(int kernel) {
        this(Window.square(kernel).stride(kernel));
    }

    /**
     * Any windows.
     *
     * @param window kernel, stride, padding and dilation
     */
    public MaxPool2d(Window window) {
        this.window = window;
    }

    Window window() {
        return window;
    }

    @Override
    protected Tensor compute(Tensor x, Pass pass) {
        return x.maxPool2d(window);
    }

    /** The kernel. */
    @Override
    public String toString() {
        return "MaxPool2d " + window.kernelHeight() + "×" + window.kernelWidth();
    }
}
