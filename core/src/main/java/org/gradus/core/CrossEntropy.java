package org.gradus.core;

import org.gradus.core.backend.Backends;
import org.jspecify.annotations.Nullable;

/**
 * The options of {@link SoftmaxOps#crossEntropy(Indices, CrossEntropy)}.
 *
 * @param smoothing α: the target distribution is {@code (1 − α)·y + α/K} for K classes
 * @param ignoreIndex the target of items that do not count
 * @param reduction how the items' losses become one
 * @param classWeights a factor for each class, {@code [K]}; null for 1
 */
public record CrossEntropy(
        double smoothing,
        int ignoreIndex,
        Reduction reduction,
        @Nullable Tensor classWeights) {
    private static final CrossEntropy DEFAULTS = new CrossEntropy(0, -100, Reduction.MEAN, null);

    /**
     * Checks the smoothing.
     *
     * @param smoothing α
     * @param ignoreIndex the target of items that do not count
     * @param reduction how the items' losses become one
     * @param classWeights a factor for each class; null for 1
     * @throws IllegalArgumentException when it is not in [0, 1]
     */
    public CrossEntropy {
        if (!(smoothing >= 0 && smoothing <= 1)) {
            throw new IllegalArgumentException("crossEntropy: smoothing " + smoothing + " is not in [0, 1]");
        }
    }

    /**
     * No smoothing, −100 ignored, mean, no weights: the defaults of {@code torch.nn.functional.cross_entropy}.
     *
     * @return the options
     */
    public static CrossEntropy defaults() {
        return DEFAULTS;
    }

    /**
     * These options with another smoothing.
     *
     * @param alpha α
     * @return the changed options
     * @throws IllegalArgumentException when it is not in [0, 1]
     */
    public CrossEntropy withSmoothing(double alpha) {
        return new CrossEntropy(alpha, ignoreIndex, reduction, classWeights);
    }

    /**
     * These options with another target of items that do not count.
     *
     * @param index the target
     * @return the changed options
     */
    public CrossEntropy withIgnoreIndex(int index) {
        return new CrossEntropy(smoothing, index, reduction, classWeights);
    }

    /**
     * These options with another reduction.
     *
     * @param how how the items' losses become one
     * @return the changed options
     */
    public CrossEntropy withReduction(Reduction how) {
        return new CrossEntropy(smoothing, ignoreIndex, how, classWeights);
    }

    /**
     * These options with class weights.
     *
     * @param weights a factor for each class, {@code [K]}; null for 1
     * @return the changed options
     */
    public CrossEntropy withClassWeights(@Nullable Tensor weights) {
        return new CrossEntropy(smoothing, ignoreIndex, reduction, weights);
    }

    /** The loss of logits {@code [items, classes]}. */
    Tensor loss(Tensor logits, int[] target, Shape items) {
        int classes = logits.dim(1);
        checkTargets(target, classes);
        float[] factor = factors(target, classes);
        Tensor losses = classWeights == null
                ? fused(logits, target, factor)
                : weighted(logits, target, factor, classWeights.detach());
        return switch (reduction) {
            case NONE -> Axes.view(losses, items);
            case SUM -> losses.sum();
            case MEAN -> losses.sum().div(Tensor.of(factor).sum());
        };
    }

    private void checkTargets(int[] target, int classes) {
        for (int i = 0; i < target.length; i++) {
            if (target[i] != ignoreIndex && (target[i] < 0 || target[i] >= classes)) {
                throw new IllegalArgumentException("crossEntropy: target " + target[i] + " at position " + i
                        + " is outside 0 to " + (classes - 1) + " and is not the ignored " + ignoreIndex);
            }
        }
    }

    /** The weight of each item's class; 0 where it does not count. */
    private float[] factors(int[] target, int classes) {
        float[] weights = classWeights == null ? Tensor.ones(classes).data() : classWeights.data();
        if (classWeights != null && !classWeights.shape().equals(Shape.of(classes))) {
            throw new IllegalArgumentException("crossEntropy: " + classes + " classes need weights [" + classes
                    + "], not " + classWeights.shape());
        }
        float[] factor = new float[target.length];
        for (int i = 0; i < target.length; i++) {
            factor[i] = target[i] == ignoreIndex ? 0f : weights[target[i]];
        }
        return factor;
    }

    private Tensor fused(Tensor logits, int[] target, float[] counts) {
        int n = target.length;
        int classes = logits.dim(1);
        float[] losses = Scratch.floats(n);
        float[] probabilities = Scratch.hidden(logits.size());
        Backends.current()
                .rows()
                .crossEntropy(n, classes, logits.data(), target, ignoreIndex, smoothing, losses, probabilities);
        return Tape.record("crossEntropy", Shape.of(n), losses, logits).vjp(0, g -> {
            if (Tape.recording()) {
                Tensor slope = counted(logits, counts).softmax(1).sub(distribution(target, classes));
                return slope.mul(column(g.mul(Tensor.wrap(g.shape(), counts))));
            }
            float[] dx = Scratch.floats(probabilities.length);
            Backends.current()
                    .rows()
                    .crossEntropyGradient(n, classes, probabilities, target, ignoreIndex, smoothing, g.data(), dx);
            return Tape.record("crossEntropy", logits.shape(), dx, logits, g);
        });
    }

    private Tensor weighted(Tensor logits, int[] target, float[] factor, Tensor weights) {
        int n = target.length;
        int classes = logits.dim(1);
        int[] picked = new int[n];
        float[] counts = new float[n];
        for (int i = 0; i < n; i++) {
            counts[i] = target[i] == ignoreIndex ? 0f : 1f;
            picked[i] = target[i] == ignoreIndex ? 0 : target[i];
        }
        Tensor logs = counted(logits, counts).logSoftmax(1);
        Tensor own = logs.takeAlong(1, new Indices(picked, Shape.of(n, 1)));
        Tensor hard = Axes.view(own, Shape.of(n)).mul(Tensor.of(factor)).neg();
        if (smoothing == 0) {
            return hard;
        }
        Tensor all = logs.mul(weights).sum(1).mul(Tensor.of(counts)).neg();
        return hard.mul((float) (1 - smoothing)).add(all.mul((float) (smoothing / classes)));
    }

    /** The logits, with harmless numbers in the rows that do not count, whatever they hold. */
    private static Tensor counted(Tensor logits, float[] counts) {
        return column(Tensor.of(counts)).where(logits, Tensor.scalar(0f));
    }

    private Tensor distribution(int[] target, int classes) {
        float[] q = Tensor.full(Shape.of(target.length, classes), (float) (smoothing / classes))
                .data();
        for (int i = 0; i < target.length; i++) {
            if (target[i] != ignoreIndex) {
                q[i * classes + target[i]] = (float) (1 - smoothing + smoothing / classes);
            }
        }
        return Tensor.wrap(Shape.of(target.length, classes), q);
    }

    private static Tensor column(Tensor x) {
        return Axes.view(x, Shape.of(x.size(), 1));
    }
}
