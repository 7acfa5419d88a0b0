package org.gradus.core;

import java.lang.ref.SoftReference;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Records ops as they run, and walks the record backwards. What a thread records concerns that thread alone. */
final class Tape {
    /** What one thread is doing. */
    static final class State {
        boolean recording = true;
        boolean guarding;
        String layer = "";
        String gradientOf = "";

        @Nullable
        Scope scope;

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
        return new Node(name, "", NOTHING, null);
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
        String layer = state.layer;
        state.recording = createGraph;
        try {
            return walk(start, seed, state);
        } finally {
            state.recording = recording;
            state.layer = layer;
            state.gradientOf = "";
        }
    }

    private static Gradients walk(Node start, Tensor seed, State state) {
        IdentityHashMap<Node, Tensor> pending = new IdentityHashMap<>();
        Gradients result = new Gradients();
        pending.put(start, seed);
        List<Node> order = postOrder(start);
        for (int i = order.size() - 1; i >= 0; i--) {
            Node node = order.get(i);
            Tensor gradient = pending.remove(node);
            if (gradient == null) {
                continue;
            }
            if (node.isLeaf()) {
                result.put(node, gradient);
                continue;
            }
            state.layer = node.layer;
            state.gradientOf = node.op;
            @Nullable Tensor[] gradients = node.gradients(gradient);
            for (int j = 0; j < gradients.length; j++) {
                Tensor g = gradients[j];
                Tensor input = node.inputs[j];
                Node source = input.node();
                if (g == null || source == null) {
                    continue;
                }
                if (!g.shape().equals(input.shape())) {
                    throw new IllegalStateException("backward: the gradient of input " + j + " of " + node.where()
                            + " has shape " + g.shape() + ", the input " + input.shape()
                            + "; the op's gradient is wrong");
                }
                Tensor sum = pending.get(source);
                pending.put(source, sum == null ? g : sum.add(g));
            }
        }
        return result;
    }

    /** Inputs before users, in an order that the graph alone decides; iterative, so that deep graphs do not overflow. */
    private static List<Node> postOrder(Node start) {
        final class Frame {
            final Node node;
            int next;

            Frame(Node node) {
                this.node = node;
            }
        }
        List<Node> order = new ArrayList<>();
        Set<Node> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Frame> stack = new ArrayDeque<>();
        start.checkAlive();
        seen.add(start);
        stack.push(new Frame(start));
        while (!stack.isEmpty()) {
            Frame frame = stack.peek();
            if (frame.next == frame.node.inputs.length) {
                order.add(frame.node);
                stack.pop();
                continue;
            }
            Tensor input = frame.node.inputs[frame.next++];
            Node node = input.node();
            if (node != null) {
                if (node.isLeaf()) {
                    input.data();
                } else {
                    node.checkAlive();
                }
                if (seen.add(node)) {
                    stack.push(new Frame(node));
                }
            }
        }
        return order;
    }
}
