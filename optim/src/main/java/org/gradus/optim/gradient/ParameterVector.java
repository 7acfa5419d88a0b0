package org.gradus.optim.gradient;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import org.gradus.core.Parameter;
import org.gradus.core.Tensor;
import org.gradus.core.backend.Workers;
import org.gradus.optim.sum.SquareSum;

/**
 * One tensor for each of several parameters, seen as one long vector: the gradients of a step, or a displacement of the
 * weights. Immutable.
 */
public final class ParameterVector {
    private static final double UNKNOWN = -1;

    private final List<Entry> entries;
    private final Workers workers;
    private final IdentityHashMap<Parameter, Tensor> byParameter;
    private double norm = UNKNOWN;

    /**
     * The tensor of one parameter.
     *
     * @param parameter the parameter
     * @param tensor a tensor of its shape
     */
    public record Entry(Parameter parameter, Tensor tensor) {
        /**
         * Checks the shapes.
         *
         * @param parameter the parameter
         * @param tensor a tensor of its shape
         * @throws IllegalArgumentException when a value is outside its range
         */
        public Entry {
            if (!tensor.shape().equals(parameter.shape())) {
                throw new IllegalArgumentException("parameter vector: the tensor for '" + parameter.path()
                        + "' has shape " + tensor.shape() + ", the parameter " + parameter.shape());
            }
        }
    }

    private ParameterVector(List<Entry> entries, Workers workers) {
        this.entries = List.copyOf(entries);
        this.workers = workers;
        this.byParameter = new IdentityHashMap<>(entries.size());
        for (Entry entry : entries) {
            if (byParameter.put(entry.parameter(), entry.tensor()) != null) {
                throw new IllegalArgumentException("parameter vector: '"
                        + entry.parameter().path() + "' has two tensors; each parameter occurs at most once");
            }
        }
    }

    /**
     * A vector.
     *
     * @param workers the threads to compute with
     * @param entries its tensors, each parameter at most once
     * @return the vector
     * @throws IllegalArgumentException when a parameter occurs twice
     */
    public static ParameterVector of(Workers workers, List<Entry> entries) {
        return new ParameterVector(entries, workers);
    }

    /**
     * The tensors, in order of the parameters' registration.
     *
     * @return the entries
     */
    public List<Entry> entries() {
        return entries;
    }

    /**
     * The threads that compute with it.
     *
     * @return the gang
     */
    public Workers workers() {
        return workers;
    }

    /**
     * The tensor of one parameter.
     *
     * @param parameter the parameter
     * @return its tensor, if the vector has one
     */
    public Optional<Tensor> find(Parameter parameter) {
        return Optional.ofNullable(byParameter.get(parameter));
    }

    /**
     * The Euclidean length over all elements, {@code √Σ g²}, accumulated in double in a fixed order: elements that float
     * cannot square do not overflow. It is finite exactly when every element is.
     *
     * @return the length
     */
    public double norm() {
        if (norm == UNKNOWN) {
            double sum = 0;
            for (Entry entry : entries) {
                sum += SquareSum.of(entry.tensor().data(), workers);
            }
            norm = Math.sqrt(sum);
        }
        return norm;
    }

    /**
     * The first element that is NaN or infinite, in words.
     *
     * @return its parameter, index and value; empty when all are finite
     */
    public Optional<String> firstNonFinite() {
        if (Double.isFinite(norm())) {
            return Optional.empty();
        }
        for (Entry entry : entries) {
            float[] values = entry.tensor().data();
            for (int i = 0; i < values.length; i++) {
                if (!Float.isFinite(values[i])) {
                    return Optional.of("the gradient of '" + entry.parameter().path() + "' "
                            + entry.tensor().shape() + " is " + values[i] + " at element " + i);
                }
            }
        }
        throw new IllegalStateException("parameter vector: the norm is " + norm + " but every element is finite");
    }

    /**
     * Every element times one factor, which is narrowed to float first.
     *
     * @param factor the factor
     * @return the longer or shorter vector
     */
    public ParameterVector times(double factor) {
        return map((parameter, tensor) -> scaled(factor, tensor));
    }

    /** A tensor times a factor, which is narrowed to float first. */
    Tensor scaled(double factor, Tensor tensor) {
        float f = (float) factor;
        float[] x = tensor.data();
        float[] y = new float[x.length];
        workers.split(x.length, (from, to) -> scale(f, x, y, from, to));
        return Tensor.wrap(tensor.shape(), y);
    }

    private static void scale(float f, float[] x, float[] y, int from, int to) {
        for (int i = from; i < to; i++) {
            y[i] = f * x[i];
        }
    }

    /** A tensor made from a parameter and its tensor. */
    @FunctionalInterface
    public interface Mapping {
        /**
         * Makes the new tensor.
         *
         * @param parameter the parameter
         * @param tensor its tensor so far
         * @return its tensor from now on, of the same shape
         */
        Tensor apply(Parameter parameter, Tensor tensor);
    }

    /**
     * Replaces every tensor.
     *
     * @param mapping from each tensor to its replacement
     * @return the new vector
     */
    public ParameterVector map(Mapping mapping) {
        List<Entry> mapped = new ArrayList<>(entries.size());
        for (Entry entry : entries) {
            mapped.add(new Entry(entry.parameter(), mapping.apply(entry.parameter(), entry.tensor())));
        }
        return new ParameterVector(mapped, workers);
    }
}
