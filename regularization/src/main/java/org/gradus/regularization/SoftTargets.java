package org.gradus.regularization;

import java.util.Arrays;
import org.gradus.core.Indices;
import org.gradus.core.Shape;
import org.gradus.core.Tensor;

/** Class labels as distributions over the classes. */
final class SoftTargets {
    private SoftTargets() {}

    /**
     * Row i is {@code λᵢ·y(labelsᵢ) + (1 − λᵢ)·y(partnersᵢ)}, where {@code y(c) = (1 − α)·onehot(c) + α/K}.
     *
     * @param alpha the label smoothing α
     */
    static Tensor mixed(String owner, Indices labels, int[] partners, float lambda, int classes, double alpha) {
        int n = labels.size();
        float off = (float) (alpha / classes);
        float on = (float) (1 - alpha);
        float[] targets = new float[n * classes];
        Arrays.fill(targets, off);
        for (int i = 0; i < n; i++) {
            targets[i * classes + checked(owner, labels.data()[i], classes, i)] += on * lambda;
            targets[i * classes + checked(owner, labels.data()[partners[i]], classes, partners[i])] +=
                    on * (1f - lambda);
        }
        return Tensor.wrap(Shape.of(n, classes), targets);
    }

    private static int checked(String owner, int label, int classes, int sample) {
        if (label < 0 || label >= classes) {
            throw new IllegalArgumentException(owner + ": label " + label + " of sample " + sample
                    + " is no class; the classes are 0 to " + (classes - 1));
        }
        return label;
    }
}
