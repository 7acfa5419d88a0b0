package org.gradus.data;

import java.util.Arrays;
import org.gradus.core.Shape;
import org.gradus.core.Tensor;

/**
 * Brings features to mean 0 and variance 1, {@code (x − mean) / deviation}, with numbers taken from the training part
 * alone. The deviation is the root of the biased variance, as in scikit-learn; a feature that never changes is divided
 * by 1.
 *
 * @param mean one number for each feature, or a scalar for all
 * @param deviation of the same shape
 */
public record Standardizer(Tensor mean, Tensor deviation) {
    /**
     * Checks that the two fit each other and can be used.
     *
     * @param mean one number for each feature, or a scalar for all
     * @param deviation of the same shape
     * @throws IllegalArgumentException when the shapes differ, a mean is not finite, or a deviation not positive and finite
     */
    public Standardizer {
        if (!mean.shape().equals(deviation.shape())) {
            throw new IllegalArgumentException("standardizer: mean has shape " + mean.shape() + ", deviation "
                    + deviation.shape() + "; they must be the same");
        }
        for (int i = 0; i < mean.size(); i++) {
            float m = mean.data()[i];
            float d = deviation.data()[i];
            if (!Float.isFinite(m) || !Float.isFinite(d) || d <= 0) {
                throw new IllegalArgumentException("standardizer: feature " + i + " has mean " + m + " and deviation "
                        + d + "; both must be finite and the deviation above 0");
            }
        }
    }

    /**
     * One mean and deviation for each feature, over all samples.
     *
     * @param train the training part, {@code [n, ...]} with at least one sample
     * @return the fitted standardizer
     * @throws IllegalArgumentException when there are no samples, or one is NaN or infinite
     */
    public static Standardizer perFeature(Tensor train) {
        int[] dims = train.shape().dims();
        int[] feature = new int[Math.max(0, dims.length - 1)];
        System.arraycopy(dims, Math.min(1, dims.length), feature, 0, feature.length);
        Shape shape = Shape.of(feature);
        return fit(train, shape, shape.size());
    }

    /**
     * One mean and deviation for everything: right for pixels, which share their unit.
     *
     * @param train the training part with at least one element
     * @return the fitted standardizer
     * @throws IllegalArgumentException when there are no elements, or one is NaN or infinite
     */
    public static Standardizer global(Tensor train) {
        return fit(train, Shape.of(), 1);
    }

    private static Standardizer fit(Tensor train, Shape shape, int features) {
        float[] x = train.data();
        if (x.length == 0) {
            throw new IllegalArgumentException("standardizer: " + train.shape() + " holds nothing to fit on");
        }
        for (int i = 0; i < x.length; i++) {
            if (!Float.isFinite(x[i])) {
                throw new IllegalArgumentException(
                        "standardizer: element " + i + " is " + x[i] + "; replace missing values before fitting");
            }
        }
        int n = x.length / features;
        float[] mean = new float[features];
        float[] deviation = new float[features];
        for (int f = 0; f < features; f++) {
            double sum = 0;
            for (int i = f; i < x.length; i += features) {
                sum += x[i];
            }
            double m = sum / n;
            double squares = 0;
            for (int i = f; i < x.length; i += features) {
                squares += (x[i] - m) * (x[i] - m);
            }
            mean[f] = (float) m;
            float root = (float) Math.sqrt(squares / n);
            deviation[f] = isConstant(x, f, features) || root == 0 ? 1f : root;
        }
        return new Standardizer(Tensor.wrap(shape, mean), Tensor.wrap(shape, deviation));
    }

    private static boolean isConstant(float[] x, int feature, int features) {
        for (int i = feature + features; i < x.length; i += features) {
            if (x[i] != x[feature]) {
                return false;
            }
        }
        return true;
    }

    /**
     * Standardizes.
     *
     * @param x features of the shape that was fitted, with any samples
     * @return a new tensor
     * @throws IllegalArgumentException when x does not end in the extents that were fitted
     */
    public Tensor apply(Tensor x) {
        int[] dims = x.shape().dims();
        int[] fitted = mean.shape().dims();
        int leading = dims.length - fitted.length;
        if (leading < 0 || !Arrays.equals(dims, leading, dims.length, fitted, 0, fitted.length)) {
            throw new IllegalArgumentException(
                    "standardizer: was fitted on features " + mean.shape() + ", but the input is " + x.shape());
        }
        return x.sub(mean).div(deviation);
    }

    /**
     * Standardizes a set.
     *
     * @param data the set
     * @return a new set with the same labels
     */
    public Dataset apply(Dataset data) {
        return data.withFeatures(apply(data.features()));
    }
}
