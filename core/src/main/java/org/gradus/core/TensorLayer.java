package org.gradus.core;

/** A layer from one tensor to one tensor: what chains into a sequence. */
public abstract class TensorLayer extends Layer {
    /** A layer without a parent. */
    protected TensorLayer() {}

    /**
     * Computes the layer's value.
     *
     * @param x the input
     * @param pass what kind of forward pass this is
     * @return the output
     */
    public final Tensor forward(Tensor x, Pass pass) {
        // as within() does, without an object for each layer of each pass
        Tape.State tape = Tape.state();
        Layer before = tape.layer;
        tape.layer = this;
        try {
            return compute(x, pass);
        } finally {
            tape.layer = before;
        }
    }

    /**
     * Computes the layer's value for use, not for training: nothing is recorded, no noise, running statistics. May run on any
     * number of threads. It runs in a {@link Scope} of its own, so that only the output is left of it. While another thread trains
     * the same model it may throw, since weights went stale under it, or answer by weights of two steps; later answers are right again.
     * To serve and train at once, predict by a copy of the model.
     *
     * @param x the input
     * @return the output
     */
    public final Tensor predict(Tensor x) {
        return Scope.run(() -> Autograd.noGradient(() -> forward(x, Pass.inference())));
    }

    /**
     * What the layer does; called by {@link #forward}.
     *
     * @param x the input
     * @param pass what kind of forward pass this is
     * @return the output
     */
    protected abstract Tensor compute(Tensor x, Pass pass);
}
