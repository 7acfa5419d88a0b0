package org.gradus.core;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Compares the gradient that {@code backward()} gives with a numeric one, for ops and layers that users write.
 *
 * <p>The outputs are weighted by fixed pseudo-random numbers {@code v} to give one scalar {@code φ = Σ v_i y_i}, and its
 * derivative with respect to each input element is taken by Richardson's extrapolation of central differences,
 * {@code (4·D(h) − D(2h))/3} with {@code D(h) = (φ(x + h) − φ(x − h))/2h}. The function computes in floats, so that {@code φ}
 * has a rounding error of about {@code ε = 2⁻²⁴·Σ|v_i y_i|} and the difference one of about {@code ε/h}, while its truncation
 * error is of order {@code h⁴}. The default step {@code h = 2⁻⁶·max(1, |x|)} keeps both small.
 *
 * <p>An element passes when the two gradients differ by no more than {@code 2⁻¹⁰·(|numeric| + scale) + 16·ε/h}: three digits,
 * where {@code scale} is the root mean square of the numeric gradient, and the rounding error of some operations in the
 * function. A wrong formula is off by far more. Keep away from kinks, such as 0 for relu, by more than {@code 2h}.
 *
 * <pre>{@code
 * GradCheck.Report report = GradCheck.check(in -> myOp(in.get(0), in.get(1)), List.of(x, y));
 * if (!report.passed()) {
 *     throw new AssertionError(report);
 * }
 * }</pre>
 */
public final class GradCheck {
    private static final double STEP = 0x1p-6;
    private static final double RELATIVE = 0x1p-10;
    private static final double ROUNDINGS = 16;
    private static final double U = 0x1p-24;

    private GradCheck() {}

    /**
     * What a check found at the element that was worst in relation to its tolerance.
     *
     * @param passed whether all elements were within their tolerance
     * @param input the number of the input
     * @param index the position of the element within it
     * @param analytic the gradient by {@code backward()}
     * @param numeric the gradient by differences
     * @param tolerance how far they might differ
     */
    public record Report(
            boolean passed, int input, List<Integer> index, double analytic, double numeric, double tolerance) {
        /** The verdict, the element, both gradients and the tolerance. */
        @Override
        public String toString() {
            return "gradient check " + (passed ? "passed" : "failed") + ": worst at input " + input + " " + index
                    + ": backward() gives " + analytic + ", differences give " + numeric + ", tolerance " + tolerance;
        }
    }

    /**
     * Checks the gradient at a point with the default step.
     *
     * @param function from the inputs to a tensor of any shape; must be a pure function
     * @param inputs where; at least one element in all
     * @return the report
     * @throws IllegalArgumentException when there is no element to check
     */
    public static Report check(Function<List<Tensor>, Tensor> function, List<Tensor> inputs) {
        return check(function, inputs, STEP);
    }

    /**
     * Checks the gradient at a point.
     *
     * @param function from the inputs to a tensor of any shape; must be a pure function
     * @param inputs where; at least one element in all
     * @param step the distance of the differences for elements up to 1, and relative to larger ones
     * @return the report
     * @throws IllegalArgumentException when there is no element to check, or the step is not positive
     */
    public static Report check(Function<List<Tensor>, Tensor> function, List<Tensor> inputs, double step) {
        requireElements(inputs.stream().map(Tensor::shape).toList(), step);
        List<Tensor> leaves = inputs.stream().map(Tensor::requiresGradient).toList();
        Tensor y = function.apply(leaves);
        Tensor weights = weights(y.shape());
        List<Tensor> analytic = analytic(
                y, weights, gradients -> leaves.stream().map(gradients::find).toList(), inputs);
        return worst(inputs, analytic, y, weights, step, (input, moved) -> {
            List<Tensor> changed = new ArrayList<>(inputs);
            changed.set(input, moved);
            return function.apply(changed);
        });
    }

    /**
     * Checks the gradients of parameters. They are moved and put back.
     *
     * @param function a tensor of any shape that depends on the parameters; must give the same value whenever they are the same
     * @param parameters which, with their values; at least one element in all
     * @param step the distance of the differences for elements up to 1, and relative to larger ones
     * @return the report, where the number of the input is that of the parameter
     * @throws IllegalArgumentException when there is no element to check, or the step is not positive
     */
    public static Report checkParameters(Supplier<Tensor> function, List<Parameter> parameters, double step) {
        requireElements(parameters.stream().map(Parameter::shape).toList(), step);
        List<Tensor> values = parameters.stream()
                .map(p -> Tensor.of(p.shape(), p.value().data()))
                .toList();
        Tensor y = function.get();
        Tensor weights = weights(y.shape());
        List<Tensor> analytic = analytic(
                y,
                weights,
                gradients -> parameters.stream().map(gradients::find).toList(),
                values);
        return worst(values, analytic, y, weights, step, (input, moved) -> {
            parameters.get(input).assign(moved);
            try {
                Tensor result = function.get();
                return Tensor.of(result.shape(), result.data());
            } finally {
                parameters.get(input).assign(values.get(input));
            }
        });
    }

    /** The function's value with one input replaced. */
    @FunctionalInterface
    private interface Moved {
        Tensor apply(int input, Tensor value);
    }

    private static void requireElements(List<Shape> shapes, double step) {
        if (!(step > 0) || shapes.stream().allMatch(shape -> shape.size() == 0)) {
            throw new IllegalArgumentException("gradCheck: step " + step + ", inputs " + shapes
                    + "; the step must be positive and some input not empty");
        }
    }

    private static Tensor weights(Shape shape) {
        Random random = new Random(shape.size());
        float[] weights = new float[shape.size()];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (random.nextBoolean() ? 1 : -1) * (0.5f + random.nextFloat());
        }
        return Tensor.wrap(shape, weights);
    }

    /** The gradients, zero where there is none. */
    private static List<Tensor> analytic(
            Tensor y, Tensor weights, Function<Gradients, List<Optional<Tensor>>> found, List<Tensor> inputs) {
        List<Optional<Tensor>> gradients =
                found.apply(y.needsGradient() ? y.backward(weights, false) : new Gradients(0));
        List<Tensor> result = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            result.add(gradients.get(i).orElse(Tensor.full(inputs.get(i).shape(), 0f)));
        }
        return result;
    }

    private static double magnitude(Tensor y, Tensor weights) {
        double sum = 0;
        for (int i = 0; i < y.size(); i++) {
            sum += Math.abs((double) y.data()[i] * weights.data()[i]);
        }
        return sum;
    }

    private static double[] numeric(Moved function, int input, Tensor x, Tensor weights, double step) {
        double[] slopes = new double[x.size()];
        for (int i = 0; i < slopes.length; i++) {
            double h = distance(x, i, step);
            double near = difference(function, input, x, i, h, weights);
            double far = difference(function, input, x, i, 2 * h, weights);
            slopes[i] = (4 * near - far) / 3;
        }
        return slopes;
    }

    private static double distance(Tensor x, int element, double step) {
        return step * Math.max(1, Math.abs(x.data()[element]));
    }

    private static double difference(Moved function, int input, Tensor x, int element, double h, Tensor weights) {
        float above = (float) (x.data()[element] + h);
        float below = (float) (x.data()[element] - h);
        float[] up = moved(function, input, x, element, above);
        float[] down = moved(function, input, x, element, below);
        double rise = 0;
        for (int i = 0; i < up.length; i++) {
            rise += ((double) up[i] - down[i]) * weights.data()[i];
        }
        return rise / ((double) above - below);
    }

    private static float[] moved(Moved function, int input, Tensor x, int element, float value) {
        float[] values = x.toArray();
        values[element] = value;
        return Autograd.noGradient(() -> function.apply(input, Tensor.wrap(x.shape(), values)))
                .data();
    }

    private static Report worst(
            List<Tensor> inputs, List<Tensor> analytic, Tensor y, Tensor weights, double step, Moved function) {
        double noise = U * magnitude(y, weights);
        List<double[]> numeric = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            numeric.add(numeric(function, i, inputs.get(i), weights, step));
        }
        double scale = Math.sqrt(numeric.stream()
                .flatMapToDouble(Arrays::stream)
                .map(slope -> slope * slope)
                .average()
                .orElse(0));
        Report worst = null;
        double worstExcess = -1;
        for (int input = 0; input < inputs.size(); input++) {
            Tensor x = inputs.get(input);
            for (int i = 0; i < x.size(); i++) {
                double is = analytic.get(input).data()[i];
                double should = numeric.get(input)[i];
                double tolerance = RELATIVE * (Math.abs(should) + scale)
                        + ROUNDINGS * noise / distance(x, i, step)
                        + Float.MIN_NORMAL;
                double excess = Math.abs(is - should) / tolerance;
                if (worst == null || excess > worstExcess || Double.isNaN(excess)) {
                    worst = new Report(excess <= 1, input, position(x.shape(), i), is, should, tolerance);
                    worstExcess = Double.isNaN(excess) ? Double.POSITIVE_INFINITY : excess;
                }
            }
        }
        return Objects.requireNonNull(worst);
    }

    private static List<Integer> position(Shape shape, int flat) {
        return Arrays.stream(shape.position(flat)).boxed().toList();
    }
}
