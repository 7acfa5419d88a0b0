package org.gradus.core;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.gradus.core.backend.Backends;
import org.gradus.core.backend.ReduceOp;

/** Which axes of a shape a reduction removes, and what is left. */
final class Axes {
    private final Shape from;
    private final boolean[] reduced;

    /** The shape with an extent of 1 in place of each reduced axis. */
    final Shape kept;

    /** The shape that the reduction's result has. */
    final Shape result;

    /** How many elements become one. */
    final int count;

    /** The named axes of {@code from}, all when none is named; {@code op} is who asks, for the message. */
    Axes(Shape from, boolean keepDims, int[] axes, String op) {
        this(from, keepDims, marked(from, axes, op));
    }

    private Axes(Shape from, boolean keepDims, boolean[] reduced) {
        this.from = from;
        this.reduced = reduced;
        int[] dims = from.dims();
        int[] left = new int[dims.length];
        int rank = 0;
        int product = 1;
        for (int a = 0; a < dims.length; a++) {
            if (reduced[a]) {
                product *= dims[a];
                dims[a] = 1;
            } else {
                left[rank++] = dims[a];
            }
        }
        this.count = product;
        this.kept = Shape.of(dims);
        this.result = keepDims ? kept : Shape.of(Arrays.copyOf(left, rank));
    }

    private static boolean[] marked(Shape from, int[] axes, String op) {
        boolean[] marked = new boolean[from.rank()];
        Arrays.fill(marked, axes.length == 0);
        for (int axis : axes) {
            int a = from.axis(axis, op);
            if (marked[a]) {
                throw new IllegalArgumentException(op + ": axis " + a + " of " + from + " is named twice in "
                        + Arrays.toString(axes) + "; name each axis once");
            }
            marked[a] = true;
        }
        return marked;
    }

    /** The axes that were stretched when {@code to} was broadcast to {@code from}. */
    static Axes stretched(Shape from, Shape to, String op) {
        int missing = from.rank() - to.rank();
        boolean[] reduced = new boolean[from.rank()];
        for (int a = 0; a < reduced.length; a++) {
            reduced[a] = a < missing || to.dim(a - missing) != from.dim(a);
            if (missing < 0 || (a >= missing && reduced[a] && to.dim(a - missing) != 1)) {
                missing = -1;
                break;
            }
        }
        if (missing < 0) {
            throw new IllegalArgumentException(op + ": " + to + " does not broadcast to " + from
                    + "; each of its extents, aligned at the last axis, must be equal or 1");
        }
        return new Axes(from, true, reduced);
    }

    /** Reduces each run of neighbouring axes in one sweep, the innermost run first, then outwards. */
    float[] reduce(ReduceOp op, Tensor x) {
        float[] values = x.data();
        int inner = 1;
        int outer = from.rank();
        boolean done = false;
        while (outer > 0) {
            int end = outer;
            while (outer > 0 && reduced[outer - 1] == reduced[end - 1]) {
                outer--;
            }
            int n = from.span(outer, end);
            if (!reduced[end - 1]) {
                inner *= n;
                continue;
            }
            float[] out = Scratch.floats(from.span(0, outer) * inner);
            Backends.current().reduce().reduce(op, from.span(0, outer), n, inner, values, out);
            if (done) {
                Scratch.drop(values);
            }
            values = out;
            done = true;
        }
        return done ? values : values.clone();
    }

    /** The result, or a gradient of its shape, with an extent of 1 in place of each reduced axis. */
    Tensor keep(Tensor y) {
        return view(y, kept);
    }

    /** The same elements under another shape. */
    static Tensor view(Tensor x, Shape shape) {
        return x.shape().equals(shape) ? x : x.view(shape, "reshape").vjp(0, g -> view(g, x.shape()));
    }

    /** The reduced axes. */
    int[] axes() {
        return order(true);
    }

    /** The elements as {@code [count, result.size()]}: a column for each element of the result. */
    Tensor gather(Tensor x) {
        return view(x.permute(reducedFirst()), Shape.of(count, result.size()));
    }

    /** The elements as {@code [result.size(), count]}: a row for each element of the result. */
    Tensor rows(Tensor x) {
        int[] order = IntStream.concat(Arrays.stream(order(false)), Arrays.stream(order(true)))
                .toArray();
        return view(x.permute(order), Shape.of(result.size(), count));
    }

    /** Undoes {@link #gather}. */
    Tensor scatter(Tensor columns) {
        int[] order = reducedFirst();
        int[] dims = new int[order.length];
        int[] inverse = new int[order.length];
        for (int i = 0; i < order.length; i++) {
            dims[i] = from.dim(order[i]);
            inverse[order[i]] = i;
        }
        return view(columns, Shape.of(dims)).permute(inverse);
    }

    private int[] reducedFirst() {
        return IntStream.concat(Arrays.stream(order(true)), Arrays.stream(order(false)))
                .toArray();
    }

    private int[] order(boolean wanted) {
        return IntStream.range(0, reduced.length)
                .filter(a -> reduced[a] == wanted)
                .toArray();
    }

    /** The reduced axes, such as {@code [0, 2]}. */
    @Override
    public String toString() {
        return Arrays.toString(axes());
    }
}
