package org.gradus.core;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

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
        if (!(step > 0) || inputs.stream().allMatch(input -> input.size() == 0)) {
            throw new IllegalArgumentException("gradCheck: step " + step + ", inputs "
                    + inputs.stream().map(Tensor::shape).toList()
                    + "; the step must be positive and some input not empty");
        }
        List<Tensor> leaves = inputs.stream().map(Tensor::requiresGradient).toList();
        Tensor y = function.apply(leaves);
        Tensor weights = weights(y.shape());
        List<float[]> analytic = analytic(leaves, y, weights);
        double noise = U * magnitude(y, weights);
        List<double[]> numeric = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            numeric.add(numeric(function, inputs, i, weights, step));
        }
        return worst(inputs, analytic, numeric, noise, step);
    }

    private static Tensor weights(Shape shape) {
        Random random = new Random(shape.size());
        float[] weights = new float[shape.size()];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (random.nextBoolean() ? 1 : -1) * (0.5f + random.nextFloat());
        }
        return Tensor.wrap(shape, weights);
    }

    private static List<float[]> analytic(List<Tensor> leaves, Tensor y, Tensor weights) {
        List<float[]> result = new ArrayList<>();
        @Nullable Gradients gradients = y.needsGradient() ? y.backward(weights, false) : null;
        for (Tensor leaf : leaves) {
            result.add(
                    gradients == null
                            ? new float[leaf.size()]
                            : gradients.find(leaf).map(Tensor::data).orElseGet(() -> new float[leaf.size()]));
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

    private static double[] numeric(
            Function<List<Tensor>, Tensor> function, List<Tensor> inputs, int which, Tensor weights, double step) {
        Tensor x = inputs.get(which);
        double[] slopes = new double[x.size()];
        for (int i = 0; i < slopes.length; i++) {
            double h = distance(x, i, step);
            double near = difference(function, inputs, which, i, h, weights);
            double far = difference(function, inputs, which, i, 2 * h, weights);
            slopes[i] = (4 * near - far) / 3;
        }
        return slopes;
    }

    private static double distance(Tensor x, int element, double step) {
        return step * Math.max(1, Math.abs(x.data()[element]));
    }

    private static double difference(
            Function<List<Tensor>, Tensor> function,
            List<Tensor> inputs,
            int which,
            int element,
            double h,
            Tensor weights) {
        float value = inputs.get(which).data()[element];
        float above = (float) (value + h);
        float below = (float) (value - h);
        double rise = 0;
        float[] up = moved(function, inputs, which, element, above);
        float[] down = moved(function, inputs, which, element, below);
        for (int i = 0; i < up.length; i++) {
            rise += ((double) up[i] - down[i]) * weights.data()[i];
        }
        return rise / ((double) above - below);
    }

    private static float[] moved(
            Function<List<Tensor>, Tensor> function, List<Tensor> inputs, int which, int element, float value) {
        List<Tensor> changed = new ArrayList<>(inputs);
        float[] values = inputs.get(which).toArray();
        values[element] = value;
        changed.set(which, Tensor.wrap(inputs.get(which).shape(), values));
        return Autograd.noGradient(() -> function.apply(changed)).data();
    }

    private static Report worst(
            List<Tensor> inputs, List<float[]> analytic, List<double[]> numeric, double noise, double step) {
        double scale = Math.sqrt(numeric.stream()
                .flatMapToDouble(Arrays::stream)
                .map(slope -> slope * slope)
                .average()
                .orElse(0));
        @Nullable Report worst = null;
        double worstExcess = -1;
        for (int input = 0; input < inputs.size(); input++) {
            Tensor x = inputs.get(input);
            for (int i = 0; i < x.size(); i++) {
                double is = analytic.get(input)[i];
                double should = numeric.get(input)[i];
                double tolerance = RELATIVE * (Math.abs(should) + scale)
                        + ROUNDINGS * noise / distance(x, i, step)
                        + Float.MIN_NORMAL;
                double excess = Math.abs(is - should) / tolerance;
                if (Double.isNaN(excess)) {
                    excess = Double.POSITIVE_INFINITY;
                }
                if (excess > worstExcess) {
                    worst = new Report(excess <= 1, input, position(x.shape(), i), is, should, tolerance);
                    worstExcess = excess;
                }
            }
        }
        if (worst == null) {
            throw new IllegalStateException("gradCheck: no element was compared");
        }
        return worst;
    }

    private static List<Integer> position(Shape shape, int flat) {
        return Arrays.stream(shape.position(flat)).boxed().toList();
    }
}
