package org.gradus.core;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One way back through a record. What it needs is used again by the next one of the thread, so that steps make none of it. */
final class Walk {
    /** A walk over more nodes is not kept. */
    private static final int KEPT = 1 << 14;

    /** The gradient of each node so far; a node that was seen is a key from then on. */
    private final IdentityHashMap<Node, @Nullable Tensor> pending = new IdentityHashMap<>();

    /** Inputs before users. */
    private final List<Node> order = new ArrayList<>();

    /** From the start to the node that is being looked at, each with the number of its input that comes next. */
    private final List<Node> path = new ArrayList<>();

    private int[] nextInput = new int[32];
    private int leaves;

    private Walk() {}

    /** The gradients of all leaves; a backward pass within this one finds no walk to use again, and makes its own. */
    static Gradients from(Node start, Tensor seed, Tape.State state) {
        Walk walk = state.idle == null ? new Walk() : state.idle;
        state.idle = null;
        Gradients result = walk.run(start, seed, state);
        if (walk.order.size() <= KEPT) {
            walk.pending.clear();
            walk.order.clear();
            walk.leaves = 0;
            state.idle = walk;
        }
        return result;
    }

    private Gradients run(Node start, Tensor seed, Tape.State state) {
        sort(start);
        Gradients result = new Gradients(leaves);
        pending.put(start, seed);
        for (int i = order.size() - 1; i >= 0; i--) {
            Node node = order.get(i);
            Tensor gradient = pending.put(node, null);
            if (gradient == null) {
                continue;
            }
            if (node.isLeaf()) {
                result.put(node, gradient);
                continue;
            }
            state.layer = node.layer;
            state.gradientOf = node.op;
            spread(node, node.gradients(gradient));
        }
        return result;
    }

    /** Adds the gradients of a node's inputs to what their own nodes have. */
    private void spread(Node node, @Nullable Tensor[] gradients) {
        for (int j = 0; j < gradients.length; j++) {
            Tensor g = gradients[j];
            Tensor input = node.inputs[j];
            Node source = input.node();
            if (g == null || source == null) {
                continue;
            }
            if (!g.shape().equals(input.shape())) {
                throw new IllegalStateException("backward: the gradient of input " + j + " of " + node.where()
                        + " has shape " + g.shape() + ", the input " + input.shape() + "; the op's gradient is wrong");
            }
            Tensor sum = pending.get(source);
            pending.put(source, sum == null ? g : sum.add(g));
        }
    }

    /** Inputs before users, in an order that the graph alone decides; iterative, so that deep graphs do not overflow. */
    private void sort(Node start) {
        start.checkAlive();
        enter(start);
        while (!path.isEmpty()) {
            int top = path.size() - 1;
            Node node = path.get(top);
            if (nextInput[top] == node.inputs.length) {
                order.add(path.remove(top));
                continue;
            }
            Tensor input = node.inputs[nextInput[top]++];
            Node source = input.node();
            if (source == null) {
                continue;
            }
            if (source.isLeaf()) {
                input.data();
            } else {
                source.checkAlive();
            }
            if (!pending.containsKey(source)) {
                enter(source);
            }
        }
    }

    private void enter(Node node) {
        pending.put(node, null);
        leaves += node.isLeaf() ? 1 : 0;
        int depth = path.size();
        if (depth == nextInput.length) {
            nextInput = Arrays.copyOf(nextInput, 2 * depth);
        }
        nextInput[depth] = 0;
        path.add(node);
    }
}
