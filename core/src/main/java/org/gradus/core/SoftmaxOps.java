package org.gradus.core;

import java.util.Arrays;
import org.gradus.core.backend.Backends;

/** Softmax, its logarithm, and cross-entropy. */
public sealed interface SoftmaxOps permits Tensor {
    /**
     * Probabilities from logits: {@code y = e^(x − max)/Σ e^(x − max)} along an axis.
     *
     * <p><b>Gradient:</b> {@code y·(g − Σ g·y)}.
     *
     * @param axis the axis of the classes
     * @return the probabilities, of this tensor's shape
     * @throws IllegalArgumentException when the axis does not exist
     */
    default Tensor softmax(int axis) {
        Tensor x = (Tensor) this;
        int a = x.shape().axis(axis, "softmax");
        if (a != x.rank() - 1) {
            return x.transpose(a, -1).softmax(-1).transpose(a, -1);
        }
        float[] out = Scratch.floats(x.size());
        int n = x.dim(-1);
        int rows = x.shape().span(0, a);
        if (out.length > 0) {
            Backends.current().rows().softmax(rows, n, x.data(), out);
        }
        Tensor y = Tape.record("softmax", x.shape(), out, x);
        return y.vjp(0, g -> {
            if (Tape.recording()) {
                return y.mul(g.sub(g.mul(y).sum(true, -1)));
            }
            float[] dx = Scratch.floats(out.length);
            Backends.current().rows().softmaxGradient(rows, n, y.data(), g.data(), dx);
            return Tape.record("softmax", x.shape(), dx, y, g);
        });
    }

    /**
     * Logarithms of probabilities from logits: {@code y = (x − max) − ln Σ e^(x − max)} along an axis.
     *
     * <p><b>Gradient:</b> {@code g − eʸ·Σ g}.
     *
     * @param axis the axis of the classes
     * @return the logarithms, of this tensor's shape
     * @throws IllegalArgumentException when the axis does not exist
     */
    default Tensor logSoftmax(int axis) {
        Tensor x = (Tensor) this;
        int a = x.shape().axis(axis, "logSoftmax");
        if (a != x.rank() - 1) {
            return x.transpose(a, -1).logSoftmax(-1).transpose(a, -1);
        }
        float[] out = Scratch.floats(x.size());
        int n = x.dim(-1);
        int rows = x.shape().span(0, a);
        if (out.length > 0) {
            Backends.current().rows().logSoftmax(rows, n, x.data(), out);
        }
        Tensor y = Tape.record("logSoftmax", x.shape(), out, x);
        return y.vjp(0, g -> {
            if (Tape.recording()) {
                return g.sub(y.exp().mul(g.sum(true, -1)));
            }
            float[] dx = Scratch.floats(out.length);
            Backends.current().rows().logSoftmaxGradient(rows, n, y.data(), g.data(), dx);
            return Tape.record("logSoftmax", x.shape(), dx, y, g);
        });
    }

    /**
     * The mean cross-entropy of these logits with class labels; see {@link #crossEntropy(Indices, CrossEntropy)}.
     *
     * <p><b>Shapes:</b> {@code [items…, K]}, targets {@code [items…] → []}. <b>Gradient:</b> {@code g·(softmax(x) − y)/n}.
     *
     * @param targets the class of each item
     * @return a scalar
     * @throws IllegalArgumentException when the shapes do not fit, a target is no class, or the logits are what softmax gave
     */
    default Tensor crossEntropy(Indices targets) {
        return crossEntropy(targets, CrossEntropy.defaults());
    }

    /**
     * The cross-entropy of these logits with class labels: {@code −Σ q·logSoftmax(x)} for each item, with the smoothed target
     * {@code q = (1 − α)·y + α/K}. An item whose target is ignored counts neither in the sum nor in the number of items.
     * With class weights w a class's term is multiplied by its weight, and the mean divides by {@code Σ w[target]}. The mean
     * over no items is NaN.
     *
     * <p>Softmax is part of it. Where a gradient is recorded and these logits come straight from {@link #softmax}, it would be
     * applied twice, which trains badly without any other sign: that throws. Of probabilities p take {@code p.log()}.
     *
     * <p><b>Shapes:</b> {@code [items…, K]}, targets {@code [items…] → []}, or {@code [items…]} without reduction.
     * <b>Gradient:</b> {@code g·(softmax(x) − q)}, over the divisor of a mean; 0 for ignored items.
     *
     * <p><b>Reference:</b> Szegedy, Vanhoucke, Ioffe, Shlens, Wojna 2015, arXiv:1512.00567, section 7; weights and ignored
     * items as in {@code torch.nn.functional.cross_entropy}, but the classes are always the last axis.
     *
     * @param targets the class of each item
     * @param options smoothing, ignored target, reduction and class weights
     * @return the loss
     * @throws IllegalArgumentException when the shapes do not fit, a target is neither a class nor the ignored one, or the
     *     logits are what softmax gave
     */
    default Tensor crossEntropy(Indices targets, CrossEntropy options) {
        Tensor x = (Tensor) this;
        Shape items = items(x);
        if (!targets.shape().equals(items)) {
            throw new IllegalArgumentException("crossEntropy: logits " + x.shape() + " need targets " + items + ", not "
                    + targets.shape() + "; the classes are the last axis");
        }
        return options.loss(Axes.view(x, Shape.of(items.size(), x.dim(-1))), targets.data(), items);
    }

    /**
     * The mean cross-entropy of these logits with distributions over the classes, such as mixed labels:
     * {@code −Σ q·logSoftmax(x)} for each item.
     *
     * <p><b>Shapes:</b> {@code [items…, K]}, probabilities the same {@code → []}. <b>Gradient:</b> {@code g·(Σq·softmax(x) −
     * q)/n} to the logits, {@code −g·logSoftmax(x)/n} to the probabilities.
     *
     * @param probabilities q; each item's should sum to 1
     * @return a scalar
     * @throws IllegalArgumentException when the shapes differ, or the logits are what softmax gave
     */
    default Tensor crossEntropy(Tensor probabilities) {
        Tensor x = (Tensor) this;
        Shape items = items(x);
        if (!probabilities.shape().equals(x.shape())) {
            throw new IllegalArgumentException("crossEntropy: logits " + x.shape()
                    + " need probabilities of the same shape, not " + probabilities.shape());
        }
        return probabilities.mul(x.logSoftmax(-1)).sum().neg().div(items.size());
    }

    private static Shape items(Tensor logits) {
        Shape shape = logits.shape();
        if (shape.rank() == 0 || logits.dim(-1) == 0) {
            throw new IllegalArgumentException(
                    "crossEntropy: logits " + shape + " have no classes; the classes are the last axis");
        }
        Node made = logits.node();
        if (made != null && made.op.equals("softmax")) {
            throw new IllegalArgumentException("crossEntropy: the logits " + shape + " are what " + made.where()
                    + " gave, and crossEntropy applies softmax itself; give it what went into that softmax,"
                    + " or the logarithm of probabilities");
        }
        return Shape.of(Arrays.copyOf(shape.dims(), shape.rank() - 1));
    }
}
