package org.gradus.testkit;

import java.util.Arrays;
import org.assertj.core.api.AbstractAssert;
import org.gradus.core.Tensor;

/** Assertions about the elements of a tensor; a failure shows the worst element. */
public final class TensorAssert extends AbstractAssert<TensorAssert, Tensor> {
    private TensorAssert(Tensor actual) {
        super(actual, TensorAssert.class);
    }

    /**
     * Begins an assertion.
     *
     * @param actual the tensor
     * @return assertions about it
     */
    public static TensorAssert assertThat(Tensor actual) {
        return new TensorAssert(actual);
    }

    /**
     * Asserts the extents.
     *
     * @param dims what they should be
     * @return this
     */
    public TensorAssert hasShape(int... dims) {
        isNotNull();
        if (!Arrays.equals(actual.shape().dims(), dims)) {
            throw failure("shape is %s, expected %s", actual.shape(), Arrays.toString(dims));
        }
        return this;
    }

    /**
     * Asserts equal shapes and equal bits: −0 differs from +0, and all NaN are equal.
     *
     * @param expected what it should be
     * @return this
     */
    public TensorAssert hasBitsOf(Tensor expected) {
        hasShape(expected.shape().dims());
        float[] is = actual.data();
        float[] should = expected.data();
        for (int i = 0; i < is.length; i++) {
            if (Float.floatToIntBits(is[i]) != Float.floatToIntBits(should[i])) {
                throw failure("bits differ at element %s of %s: %s", i, actual.shape(), pair(is[i], should[i]));
            }
        }
        return this;
    }

    private static String pair(float is, double should) {
        return "is " + is + " (" + Float.toHexString(is) + "), expected " + should + " (" + Double.toHexString(should)
                + ")";
    }

    /**
     * Asserts that no element is further from the exact value than some units in the last place of that value.
     *
     * @param expected the exact values
     * @param ulps how many units of float precision
     * @return this
     */
    public TensorAssert isWithinUlps(DoubleTensor expected, double ulps) {
        double[] tolerance = new double[expected.size()];
        for (int i = 0; i < tolerance.length; i++) {
            tolerance[i] = ulps * Math.ulp((float) expected.data()[i]);
        }
        return isWithin(expected, tolerance);
    }

    /**
     * Asserts that no element is further from its expected value than a fraction of the largest expected magnitude.
     *
     * @param expected what the elements should be
     * @param relative the fraction, such as 1e-6
     * @return this
     */
    public TensorAssert isClose(DoubleTensor expected, double relative) {
        double largest = 0;
        for (double value : expected.data()) {
            if (Double.isFinite(value)) {
                largest = Math.max(largest, Math.abs(value));
            }
        }
        double[] tolerance = new double[expected.size()];
        Arrays.fill(tolerance, relative * largest);
        return isWithin(expected, tolerance);
    }

    /**
     * Asserts a bound for each element. NaN must meet NaN, and infinity the same infinity.
     *
     * @param expected what the elements should be
     * @param tolerance how far each may be from it
     * @return this
     */
    public TensorAssert isWithin(DoubleTensor expected, double[] tolerance) {
        hasShape(expected.dims());
        float[] is = actual.data();
        int worst = -1;
        double worstExcess = 1;
        for (int i = 0; i < is.length; i++) {
            double excess = excess(is[i], expected.data()[i], tolerance[i]);
            if (excess > worstExcess) {
                worst = i;
                worstExcess = excess;
            }
        }
        if (worst >= 0) {
            throw failure(
                    "worst at element %s of %s: %s; tolerance %s, exceeded %s times",
                    worst, actual.shape(), pair(is[worst], expected.data()[worst]), tolerance[worst], worstExcess);
        }
        return this;
    }

    private static double excess(float is, double should, double tolerance) {
        double error = Math.abs(is - should);
        if (error == 0 || Float.compare(is, (float) should) == 0) {
            return 0;
        }
        return Double.isNaN(error) ? Double.POSITIVE_INFINITY : error / tolerance;
    }
}
