package org.gradus.core;

import java.lang.ref.SoftReference;
import org.jspecify.annotations.Nullable;

/** Records ops as they run, for a {@link Walk} backwards. What a thread records concerns that thread alone. */
final class Tape {
    /** What one thread is doing. */
    static final class State {
        boolean recording = true;
        boolean guarding;
        String gradientOf = "";

        @Nullable
        Layer layer;

        @Nullable
        Scope scope;

        /** What the last backward pass of this thread has left to be used again. */
        @Nullable
        Walk idle;

        private SoftReference<Recycler> recycler = new SoftReference<>(null);

        /** This thread's free arrays, which are given up before memory runs out. */
        Recycler recycler() {
            Recycler mine = recycler.get();
            if (mine == null) {
                mine = new Recycler();
                recycler = new SoftReference<>(mine);
            }
            return mine;
        }
    }

    private static final ThreadLocal<State> STATE = ThreadLocal.withInitial(State::new);
    private static final Tensor[] NOTHING = {};

    private Tape() {}

    static State state() {
        return STATE.get();
    }

    /** Whether ops are being recorded, as they are in a forward pass and in a backward pass that creates a graph. */
    static boolean recording() {
        return state().recording;
    }

    /**
     * Makes the tensor that an op computed, remembering the inputs if a gradient may be asked for later. The op then states
     * its gradients by {@link Tensor#vjp} or {@link Tensor#backwardBy}, which do nothing when nothing is recorded.
     */
    static Tensor record(String op, Shape shape, float[] out, Tensor... inputs) {
        State state = state();
        if (state.guarding) {
            NonFiniteException.check(op, shape, out, inputs, state);
        }
        Node node = null;
        if (state.recording && anyNeedsGradient(inputs)) {
            node = new Node(op, state.layer, inputs, state.scope);
        }
        Storage storage = Scratch.storage(out, op);
        return new Tensor(shape, storage, storage.version(), node);
    }

    private static boolean anyNeedsGradient(Tensor[] inputs) {
        for (Tensor input : inputs) {
            if (input.needsGradient()) {
                return true;
            }
        }
        return false;
    }

    static Node leaf(String name) {
        return new Node(name, null, NOTHING, null);
    }

    static Gradients backward(Tensor root, Tensor seed, boolean createGraph) {
        Node start = root.node();
        if (start == null) {
            throw new IllegalStateException(
                    "backward: this tensor does not depend on any parameter or requiresGradient() tensor"
                            + " (or was computed without recording)");
        }
        if (!seed.shape().equals(root.shape())) {
            throw new IllegalArgumentException(
                    "backward: the seed's shape " + seed.shape() + " differs from the tensor's " + root.shape());
        }
        State state = state();
        boolean recording = state.recording;
        Layer layer = state.layer;
        state.recording = createGraph;
        try {
            return Walk.from(start, seed, state);
        } finally {
            state.recording = recording;
            state.layer = layer;
            state.gradientOf = "";
        }
    }
}
