package org.gradus.testkit;

import static org.gradus.testkit.Domain.between;
import static org.gradus.testkit.OpCase.binary;
import static org.gradus.testkit.OpCase.unary;

import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.gradus.core.CrossEntropy;
import org.gradus.core.Indices;
import org.gradus.core.Reduction;
import org.gradus.core.Tensor;
import org.jspecify.annotations.Nullable;

/** Rows for softmax and cross-entropy. */
final class SoftmaxCases {
    private static final Domain LOGITS = between(-3, 3);

    /** So near that no probability comes near 1, whose logarithm has the absolute error of the sum of exponentials. */
    private static final Domain NEAR = between(-1, 1);

    private static final int IGNORED = -100;
    private static final int[] FOUR = {2, 0, IGNORED, 1};
    private static final CrossEntropy PLAIN = CrossEntropy.defaults();
    private static final CrossEntropy SMOOTH = PLAIN.withSmoothing(0.125);
    private static final Tensor WEIGHTS = Tensor.of(0.5f, 2f, 1.25f);

    /** Logits move by their maximum, so an error is relative to the largest logit, not to the element's own. */
    private static final double SHIFT = 32;

    static final List<OpCase> ROWS = List.of(
            unary("softmax(int)", x -> x.softmax(-1), x -> logSoftmax(x).map(StrictMath::exp))
                    .on("[1]", "[5]", "[3,4]", "[2,1,3]", "[2,0]", "[0,3]", "[2,70]")
                    .domain(LOGITS)
                    .slack(SHIFT)
                    .rejects("[]", "softmax: axis -1 does not exist in []"),
            unary(
                            "softmax(int) of the outer axis",
                            x -> x.softmax(0),
                            x -> swap(logSoftmax(swap(x)).map(StrictMath::exp)))
                    .on("[3,4]", "[1,5]", "[0,2]")
                    .domain(LOGITS)
                    .slack(SHIFT),
            unary("logSoftmax(int)", x -> x.logSoftmax(-1), SoftmaxCases::logSoftmax)
                    .on("[1]", "[5]", "[3,4]", "[2,1,3]", "[2,0]", "[0,3]", "[2,70]")
                    .domain(NEAR)
                    .slack(SHIFT)
                    .rejects("[]", "logSoftmax: axis -1 does not exist in []"),
            unary("logSoftmax(int) of the outer axis", x -> x.logSoftmax(0), x -> swap(logSoftmax(swap(x))))
                    .on("[3,4]", "[1,5]", "[0,2]")
                    .domain(NEAR)
                    .slack(SHIFT),
            unary(
                            "crossEntropy(Indices)",
                            x -> x.crossEntropy(Indices.of(2, 0, 1)),
                            x -> loss(x, new int[] {2, 0, 1}, PLAIN))
                    .on("[3,3]", "[3,7]")
                    .domain(LOGITS)
                    .slack(SHIFT)
                    .rejects(
                            "[4,3]",
                            "crossEntropy: logits [4, 3] need targets [4], not [3]; the classes are the last axis")
                    .rejects("[3,2]", "crossEntropy: target 2 at position 0 is outside 0 to 1")
                    .rejects("[3,0]", "crossEntropy: logits [3, 0] have no classes")
                    .rejects("[]", "crossEntropy: logits [] have no classes"),
            options("plain", PLAIN),
            options("smooth", SMOOTH),
            options("smooth sum", SMOOTH.withReduction(Reduction.SUM)),
            options("smooth without reduction", SMOOTH.withReduction(Reduction.NONE)),
            options("all smooth", PLAIN.withSmoothing(1)),
            options("weighted", PLAIN.withClassWeights(WEIGHTS))
                    .rejects("[4,4]", "crossEntropy: 4 classes need weights [4], not [3]"),
            options("weighted smooth", SMOOTH.withClassWeights(WEIGHTS)),
            options("weighted smooth sum", SMOOTH.withClassWeights(WEIGHTS).withReduction(Reduction.SUM)),
            options(
                    "weighted without reduction",
                    PLAIN.withClassWeights(WEIGHTS).withReduction(Reduction.NONE)),
            unary(
                            "crossEntropy(Indices,CrossEntropy) of three axes",
                            x -> x.crossEntropy(
                                    new Indices(
                                            FOUR, Indices.of(FOUR).reshape(2, 2).shape()),
                                    SMOOTH),
                            x -> loss(x.reshape(4, 3), FOUR, SMOOTH))
                    .on("[2,2,3]")
                    .domain(LOGITS)
                    .slack(SHIFT)
                    .withoutSpecials(),
            binary("crossEntropy(Tensor)", Tensor::crossEntropy, SoftmaxCases::soft)
                    .on("[3,4] [3,4]", "[5] [5]", "[2,2,3] [2,2,3]")
                    .domain(LOGITS, between(0, 1))
                    .slack(SHIFT)
                    .rejects("[2,3] [3]", "crossEntropy: logits [2, 3] need probabilities of the same shape, not [3]"));

    private SoftmaxCases() {}

    private static OpCase options(String variant, CrossEntropy options) {
        UnaryOperator<Tensor> op = x -> x.crossEntropy(Indices.of(FOUR), options);
        // The oracle reads all classes of a row with smoothing or weights, so it is no judge of infinite logits.
        return unary("crossEntropy(Indices,CrossEntropy) " + variant, op, x -> loss(x, FOUR, options))
                .on("[4,3]")
                .domain(LOGITS)
                .slack(SHIFT)
                .withoutSpecials();
    }

    private static DoubleTensor swap(DoubleTensor x) {
        return x.permute(1, 0);
    }

    private static DoubleTensor logSoftmax(DoubleTensor x) {
        int[] last = {-1};
        DoubleTensor d = x.sub(x.reduce(true, last, v -> Arrays.stream(v).reduce(Double.NEGATIVE_INFINITY, Math::max)));
        return d.sub(d.map(StrictMath::exp).sum(true, -1).map(StrictMath::log));
    }

    private static DoubleTensor soft(DoubleTensor x, DoubleTensor q) {
        double items = Arrays.stream(x.dims(), 0, x.rank() - 1).reduce(1, (a, b) -> a * b);
        return q.mul(logSoftmax(x)).sum(false).map(v -> -v / items);
    }

    private static DoubleTensor loss(DoubleTensor x, int[] targets, CrossEntropy options) {
        int classes = x.dim(-1);
        double alpha = options.smoothing();
        @Nullable Tensor weights = options.classWeights();
        DoubleTensor logs = logSoftmax(x);
        double divisor = 0;
        double[] losses = new double[targets.length];
        for (int i = 0; i < targets.length; i++) {
            if (targets[i] == IGNORED) {
                continue;
            }
            for (int c = 0; c < classes; c++) {
                double weight = weights == null ? 1 : weights.at(c);
                double q = (c == targets[i] ? 1 - alpha : 0) + alpha / classes;
                losses[i] -= q == 0 ? 0 : weight * q * logs.at(i, c);
                divisor += c == targets[i] ? weight : 0;
            }
        }
        double sum = Arrays.stream(losses).sum();
        return switch (options.reduction()) {
            case NONE -> new DoubleTensor(new int[] {targets.length}, losses);
            case SUM -> new DoubleTensor(new int[0], new double[] {sum});
            case MEAN -> new DoubleTensor(new int[0], new double[] {sum / divisor});
        };
    }
}
