package org.gradus.optim;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.gradus.core.Parameter;

/**
 * How many of the weights are exactly zero.
 *
 * <pre>{@code
 * double share = Sparsity.of(model.parameters()).fraction();
 * }</pre>
 *
 * @param rows one for each parameter
 */
public record Sparsity(List<Row> rows) {
    /**
     * The zeros of one parameter.
     *
     * @param path its path
     * @param zeros how many of its elements are zero
     * @param elements how many it has
     */
    public record Row(String path, long zeros, long elements) {
        @Override
        public String toString() {
            return text(path, zeros, elements);
        }
    }

    /**
     * Copies the list.
     *
     * @param rows one for each parameter
     */
    public Sparsity {
        rows = List.copyOf(rows);
    }

    /**
     * Counts.
     *
     * @param parameters the parameters, at their present values
     * @return the counts
     */
    public static Sparsity of(Collection<Parameter> parameters) {
        return new Sparsity(parameters.stream().map(Sparsity::row).toList());
    }

    private static Row row(Parameter parameter) {
        long zeros = 0;
        float[] values = parameter.value().data();
        for (float value : values) {
            zeros += value == 0f ? 1 : 0;
        }
        return new Row(parameter.path(), zeros, values.length);
    }

    /**
     * How many elements of all parameters are zero.
     *
     * @return the number
     */
    public long zeros() {
        return rows.stream().mapToLong(Row::zeros).sum();
    }

    /**
     * How many elements all parameters have.
     *
     * @return the number
     */
    public long elements() {
        return rows.stream().mapToLong(Row::elements).sum();
    }

    /**
     * The share of zeros.
     *
     * @return between 0 and 1; 0 when there are no elements
     */
    public double fraction() {
        return fraction(zeros(), elements());
    }

    /** A line for each parameter and one for all. */
    @Override
    public String toString() {
        return rows.stream().map(row -> row + System.lineSeparator()).collect(Collectors.joining())
                + text("all", zeros(), elements());
    }

    private static double fraction(long zeros, long elements) {
        return elements == 0 ? 0 : (double) zeros / elements;
    }

    private static String text(String what, long zeros, long elements) {
        return String.format(
                Locale.ROOT, "%s: %d of %d are zero (%.1f %%)", what, zeros, elements, 100 * fraction(zeros, elements));
    }
}
