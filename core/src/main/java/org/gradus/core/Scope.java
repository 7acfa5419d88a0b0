package org.gradus.core;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A piece of work whose large buffers are used again by the next one, such as one training step:
 *
 * <pre>{@code
 * for (long step = 0; step < steps; step++) {
 *     try (Scope scope = Scope.open()) {
 *         Tensor loss = model.forward(x, Pass.training(rng, step)).crossEntropy(labels);
 *         optimizer.step(loss.backward());
 *         total += loss.item();
 *     }
 * }
 * }</pre>
 *
 * <p>When the scope closes, the elements of every tensor that an op of this thread has computed in it go back to a pool, except for tensors
 * of fewer than {@value #SMALLEST} elements, which live on. Reading a tensor afterwards throws and names the op that made it; so does
 * {@code backward()} through an op that ran in the scope. Parameters, buffers, what the user made himself ({@link Tensor#of}, {@link
 * Tensor#wrap}, {@link Tensor#zeros}) and copies ({@link Tensor#toArray()}) are not touched, and {@link #keep} takes a result out. The
 * bits of results do not depend on scopes. {@code -Dgradus.scope.smallest} sets another limit, for tests.
 *
 * <p>Scopes nest: closing an inner one takes back only what was computed in it. A scope belongs to the thread that opened it: ops of other
 * threads are not in it, and other threads must have finished reading its tensors when it closes. An array got from {@link Tensor#data()}
 * must not be used after that either; nothing can check this.
 */
public final class Scope implements AutoCloseable {
    /** Tensors with fewer elements are left to the garbage collector. */
    public static final int SMALLEST = 256;

    private final Tape.State state;
    private final Recycler recycler;
    private final @Nullable Scope outer;
    private final int depth;
    private final int ownedFrom;
    private final int hiddenFrom;
    private boolean closed;

    private Scope(Tape.State state) {
        this.state = state;
        this.recycler = state.recycler();
        this.outer = state.scope;
        this.depth = outer == null ? 0 : outer.depth + 1;
        this.ownedFrom = recycler.ownedHeight();
        this.hiddenFrom = recycler.hiddenHeight();
    }

    /**
     * Opens a scope for this thread; use it in a try-with-resources statement.
     *
     * @return the scope
     */
    public static Scope open() {
        Tape.State state = Tape.state();
        Scope scope = new Scope(state);
        state.scope = scope;
        return scope;
    }

    /**
     * Runs something in a scope of its own.
     *
     * @param <T> what it returns
     * @param body what to run
     * @return its result; a tensor is kept, so that it outlives the scope
     */
    @SuppressWarnings("unchecked") // a tensor for a tensor
    public static <T> T run(Supplier<T> body) {
        try (Scope scope = open()) {
            T result = body.get();
            return result instanceof Tensor tensor ? (T) scope.keep(tensor) : result;
        }
    }

    /**
     * Takes a tensor out: it outlives this scope, and belongs to the scope around this one if there is any.
     *
     * @param tensor a tensor computed in this scope or in one inside it; any other is returned as it is
     * @return the same value as a constant, since the ops that it was computed by are gone after the scope
     * @throws IllegalStateException when the scope is closed or the tensor was recycled already
     */
    public Tensor keep(Tensor tensor) {
        if (closed) {
            throw new IllegalStateException("scope: it is closed, and its tensors are recycled; call keep before");
        }
        Storage storage = tensor.storage();
        storage.data(storage.version());
        Scope owner = storage.scope();
        if (owner != null && owner.depth >= depth) {
            storage.moveTo(outer);
        }
        return tensor.detach();
    }

    /**
     * Takes back the buffers of this scope. Closing it again does nothing.
     *
     * @throws IllegalStateException on another thread than the one that opened it, or while a scope inside it is open
     */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        if (Tape.state() != state) {
            throw new IllegalStateException("scope: it was opened by another thread; close it there");
        }
        if (state.scope != this) {
            throw new IllegalStateException("scope: a scope inside this one is still open; close that first");
        }
        closed = true;
        state.scope = outer;
        recycler.close(this, ownedFrom, hiddenFrom, outer == null);
    }

    boolean isClosed() {
        return closed;
    }

    Recycler recycler() {
        return recycler;
    }
}
