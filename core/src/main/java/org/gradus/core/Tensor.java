package org.gradus.core;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * An immutable array of floats of any rank, contiguous and row-major, that knows how it was computed.
 *
 * <p>The ops are in the families {@link ArithmeticOps}, {@link ExponentialOps}, {@link SafeOps}, {@link ActivationOps},
 * {@link ComparisonOps}, {@link ReduceOps}, {@link SoftmaxOps}, {@link MatmulOps}, {@link MovementOps}, {@link IndexOps}, {@link ConvOps} and
 * {@link NormOps}, and read as methods of this class: {@code x.matmul(w).add(b).tanh()}. Two operands
 * broadcast as in NumPy. {@link #backward()} gives the gradients of a scalar with respect to every {@link Parameter} and
 * every tensor made by {@link #requiresGradient()}.
 */
public final class Tensor
        implements ArithmeticOps,
                ExponentialOps,
                SafeOps,
                ActivationOps,
                ComparisonOps,
                ReduceOps,
                SoftmaxOps,
                MatmulOps,
                MovementOps,
                IndexOps,
                ConvOps,
                NormOps {
    private static final int SHOWN = 8;

    private final Shape shape;
    private final Storage storage;
    private final int version;
    private final @Nullable Node node;

    Tensor(Shape shape, Storage storage, int version, @Nullable Node node) {
        this.shape = shape;
        this.storage = storage;
        this.version = version;
        this.node = node;
    }

    /**
     * A vector of the given numbers.
     *
     * @param values its elements, copied
     * @return a tensor {@code [values.length]}
     */
    public static Tensor of(float... values) {
        return wrap(Shape.of(values.length), values.clone());
    }

    /**
     * A tensor of the given shape and numbers.
     *
     * @param shape the shape
     * @param values its elements in row-major order, copied
     * @return the tensor
     * @throws IllegalArgumentException when the number of values is not that of the shape
     */
    public static Tensor of(Shape shape, float... values) {
        return wrap(shape, values.clone());
    }

    /**
     * A tensor over an array that the caller gives up: it must not be written to afterwards.
     *
     * @param shape the shape
     * @param values its elements in row-major order, not copied
     * @return the tensor
     * @throws IllegalArgumentException when the number of values is not that of the shape
     */
    public static Tensor wrap(Shape shape, float[] values) {
        if (values.length != shape.size()) {
            throw new IllegalArgumentException("tensor: shape " + shape + " has " + shape.size() + " elements, but "
                    + values.length + " values were given");
        }
        Storage storage = Scratch.storage(values, "tensor");
        return new Tensor(shape, storage, storage.version(), null);
    }

    /**
     * A scalar.
     *
     * @param value its only element
     * @return a tensor of rank 0
     */
    public static Tensor scalar(float value) {
        return wrap(Shape.of(), new float[] {value});
    }

    /**
     * A tensor of zeros.
     *
     * @param dims its extents
     * @return the tensor
     */
    public static Tensor zeros(int... dims) {
        Shape shape = Shape.of(dims);
        return wrap(shape, new float[shape.size()]);
    }

    /**
     * A tensor of ones.
     *
     * @param dims its extents
     * @return the tensor
     */
    public static Tensor ones(int... dims) {
        return full(Shape.of(dims), 1f);
    }

    /**
     * A tensor whose elements are all the same.
     *
     * @param shape its shape
     * @param value every element
     * @return the tensor
     */
    public static Tensor full(Shape shape, float value) {
        float[] values = new float[shape.size()];
        Arrays.fill(values, value);
        return wrap(shape, values);
    }

    /**
     * The numbers {@code 0, 1, …, n − 1}.
     *
     * @param n how many
     * @return a tensor {@code [n]}
     */
    public static Tensor arange(int n) {
        Shape shape = Shape.of(n);
        float[] values = new float[n];
        for (int i = 0; i < n; i++) {
            values[i] = i;
        }
        return wrap(shape, values);
    }

    /**
     * Joins tensors along an axis.
     *
     * <p><b>Shapes:</b> {@code [a, n, b], [a, m, b] → [a, n + m, b]} with axis 1. <b>Gradient:</b> the part of {@code g}
     * that belongs to each.
     *
     * @param axis the axis
     * @param tensors at least one, of equal shapes except on the axis
     * @return the tensors one behind the other
     * @throws IllegalArgumentException when there is no tensor or no such axis, or the shapes do not fit
     */
    public static Tensor concat(int axis, Tensor... tensors) {
        return Joins.concat(axis, tensors);
    }

    /**
     * Joins tensors along a new axis.
     *
     * <p><b>Shapes:</b> k tensors {@code [a, b] → [a, k, b]} with axis 1 or −2. <b>Gradient:</b> the part of {@code g} that
     * belongs to each.
     *
     * @param axis where the new axis stands in the result; −1 is the end
     * @param tensors at least one, all of one shape
     * @return the tensors one behind the other
     * @throws IllegalArgumentException when there is no tensor, the shapes differ or the result has no such axis
     */
    public static Tensor stack(int axis, Tensor... tensors) {
        return Joins.stack(axis, tensors);
    }

    /**
     * One row for each label: 1 at the label, 0 elsewhere. It has no gradient.
     *
     * <p><b>Shapes:</b> {@code […] → […, classes]}.
     *
     * @param labels classes from 0
     * @param classes how many there are
     * @return the rows
     * @throws IllegalArgumentException when there are no classes, or a label is not one of them
     */
    public static Tensor oneHot(Indices labels, int classes) {
        return Scatter.oneHot(labels, classes);
    }

    /**
     * A value computed by the user's own op, with the user's own gradient.
     *
     * <p>{@code forward} runs unrecorded. If {@code gradient} is written in tensor ops it is itself differentiable under
     * {@code createGraph}.
     *
     * @param op a name for messages
     * @param inputs what the op reads
     * @param forward the value from the inputs
     * @param gradient the gradients of the inputs
     * @return the value
     */
    public static Tensor custom(String op, List<Tensor> inputs, CustomOp forward, CustomGradient gradient) {
        Objects.requireNonNull(gradient, "gradient");
        Tensor[] read = inputs.toArray(Tensor[]::new);
        for (int i = 0; i < read.length; i++) {
            Objects.requireNonNull(read[i], "custom op '" + op + "': input " + i + " is null");
        }
        List<Tensor> given = List.of(read);
        Tensor value = Autograd.noGradient(() -> forward.apply(given));
        Objects.requireNonNull(value, "custom op '" + op + "': its value is null; return a tensor");
        Tensor recorded = Tape.record(op, value.shape(), value.data(), read);
        // the op may give an input back as it is: the result must go stale with it
        Tensor result = new Tensor(value.shape, value.storage, value.version, recorded.node);
        result.backwardBy(g -> CustomGradient.checked(op, gradient.apply(g, result, given), read.length));
        return result;
    }

    /**
     * The extents.
     *
     * @return the shape
     */
    public Shape shape() {
        return shape;
    }

    /**
     * How many axes there are.
     *
     * @return the rank, 0 for a scalar
     */
    public int rank() {
        return shape.rank();
    }

    /**
     * How many elements there are.
     *
     * @return the product of the extents
     */
    public int size() {
        return shape.size();
    }

    /**
     * The extent of one axis.
     *
     * @param axis from 0, or from −1 backwards
     * @return its extent
     */
    public int dim(int axis) {
        return shape.dim(axis);
    }

    /**
     * The only element.
     *
     * @return its value
     * @throws IllegalArgumentException when there is not exactly one element
     */
    public float item() {
        if (size() != 1) {
            throw new IllegalArgumentException(
                    "item: shape " + shape + " has " + size() + " elements, not one; use at(...) or toArray()");
        }
        return data()[0];
    }

    /**
     * One element.
     *
     * @param index one position for each axis
     * @return its value
     * @throws IllegalArgumentException when the number of positions is not the rank, or one is out of range
     */
    public float at(int... index) {
        if (index.length != rank()) {
            throw new IllegalArgumentException(
                    "at: " + index.length + " positions for shape " + shape + " of rank " + rank());
        }
        int flat = 0;
        for (int a = 0; a < index.length; a++) {
            int extent = shape.dim(a);
            if (index[a] < 0 || index[a] >= extent) {
                throw new IllegalArgumentException("at: position " + index[a] + " on axis " + a + " is outside 0 to "
                        + (extent - 1) + " in " + shape);
            }
            flat = flat * extent + index[a];
        }
        return data()[flat];
    }

    /**
     * All elements in row-major order.
     *
     * @return a copy
     */
    public float[] toArray() {
        return data().clone();
    }

    /**
     * The live array behind this tensor, for kernels and writers that must not copy. It is shared: reading is free, writing
     * breaks every tensor that shares it, and it must not be used after the {@link Scope} in which it was computed.
     *
     * @return the elements in row-major order, starting at index 0
     * @throws IllegalStateException when this is the value of a parameter that has changed since, or was recycled
     */
    public float[] data() {
        return storage.data(version);
    }

    /** The transpose of this matrix, if it is a parameter that is used often and whose transpose is kept already. */
    float @Nullable [] keptTranspose() {
        return storage.transposed(version, shape.dim(0));
    }

    /**
     * A leaf with this value, whose gradient {@link #backward()} will return.
     *
     * @return a tensor that shares the elements
     */
    public Tensor requiresGradient() {
        return new Tensor(shape, storage, version, Tape.leaf("leaf"));
    }

    /**
     * Whether a gradient can flow through this tensor to some leaf.
     *
     * @return true for leaves and what was computed from them while recording
     */
    public boolean needsGradient() {
        return node != null;
    }

    /**
     * The same value as a constant: gradients stop here.
     *
     * @return a tensor that shares the elements
     */
    public Tensor detach() {
        return node == null ? this : new Tensor(shape, storage, version, null);
    }

    /**
     * The gradients of this scalar with respect to all leaves that it depends on.
     *
     * @return leaf to gradient
     * @throws IllegalArgumentException when this is not a single number
     * @throws IllegalStateException when it depends on no leaf, or a parameter has changed since the forward pass
     */
    public Gradients backward() {
        return backward(false);
    }

    /**
     * The gradients of this scalar, which can themselves be differentiated when {@code createGraph} is set.
     *
     * @param createGraph whether the backward pass is recorded
     * @return leaf to gradient
     * @throws IllegalArgumentException when this is not a single number
     * @throws IllegalStateException when it depends on no leaf, or a parameter has changed since the forward pass
     */
    public Gradients backward(boolean createGraph) {
        if (size() != 1) {
            throw new IllegalArgumentException("backward: shape " + shape
                    + " is not a single number; reduce it by sum() or mean(), or pass the gradient of this tensor");
        }
        return backward(full(shape, 1f), createGraph);
    }

    /**
     * The product of a vector with the Jacobian of this tensor.
     *
     * @param gradient the vector, of this tensor's shape: the gradient of some scalar with respect to this tensor
     * @param createGraph whether the backward pass is recorded
     * @return leaf to gradient
     * @throws IllegalArgumentException when the shapes differ
     * @throws IllegalStateException when it depends on no leaf, or a parameter has changed since the forward pass
     */
    public Gradients backward(Tensor gradient, boolean createGraph) {
        return Tape.backward(this, gradient, createGraph);
    }

    Storage storage() {
        return storage;
    }

    @Nullable
    Node node() {
        return node;
    }

    /** The same elements under another shape of the same size, without a record. */
    Tensor view(Shape other, String op) {
        Node view = null;
        if (node != null && Tape.recording()) {
            Tape.State state = Tape.state();
            view = new Node(op, state.layer, new Tensor[] {this}, state.scope);
        }
        return new Tensor(other, storage, version, view);
    }

    /** States the gradient of one input; for ops, right after {@link Tape#record}. */
    Tensor vjp(int input, Node.Vjp gradient) {
        if (node != null) {
            node.vjp(input, gradient);
        }
        return this;
    }

    /** States the gradients of all inputs at once; for ops, right after {@link Tape#record}. */
    Tensor backwardBy(Node.Backward gradients) {
        if (node != null) {
            node.backward(gradients);
        }
        return this;
    }

    /**
     * Applies a function to this tensor, so that a chain of ops stays a chain.
     *
     * @param function what to apply
     * @return its result
     */
    public Tensor apply(UnaryOperator<Tensor> function) {
        return function.apply(this);
    }

    /** The shape and the first elements. */
    @Override
    public String toString() {
        float[] values = data();
        StringBuilder text = new StringBuilder("Tensor").append(shape).append(" {");
        for (int i = 0; i < Math.min(SHOWN, values.length); i++) {
            text.append(i == 0 ? "" : ", ").append(values[i]);
        }
        return text.append(values.length > SHOWN ? ", …}" : "}").toString();
    }
}
