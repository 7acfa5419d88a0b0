package org.gradus.testkit;

import static org.gradus.testkit.OpCase.nary;
import static org.gradus.testkit.OpCase.unary;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.gradus.core.Tensor;

/** Rows for normalisation. */
final class NormCases {
    private static final double EPS = 1e-3;
    /**
     * The terms of the gradient of a single value. With h = g·γ it is rstd·(h − x̂·(h·x̂)), where x̂² = 1 − ε·rstd²: little is left of
     * two terms of the size rstd·|h|, so that no rounding of the inputs explains its error. The rows draw rstd·|h| ≤ 2.1.
     */
    private static final double TERMS = 2.1;

    /**
     * Roundings of those terms in the order computed: x² has 1, the sum with ε one more; the root halves both and adds 1, its
     * reciprocal 1, which makes 3 for rstd, then 4 for x̂, 5 for h·x̂ and 10 for x̂·(h·x̂); that of h is in both terms. In the
     * kernels h·x·rstd·rstd·x has 9. What rounds the difference is in proportion to the gradient. Two values without their mean are
     * ±d, and each is such a single value.
     */
    private static final double ROUNDINGS = 10;

    private static final double SLACK = ROUNDINGS * TERMS;

    /** The axes of a group, as the cases of group normalisation lay out its values. */
    private static final int[] GROUP = {2, 3};

    private static final Tensor MEAN = Tensor.of(0.25f, -0.5f);
    private static final Tensor VARIANCE = Tensor.of(0.75f, 2f);

    static final List<OpCase> ROWS = List.of(
            nary(
                            "batchNorm(Tensor,Tensor,double)",
                            in -> in.get(0).batchNorm(in.get(1), in.get(2), EPS).output(),
                            in -> scaled(
                                    normalized(in.get(0), batchAxes(in.get(0))),
                                    perChannel(in.get(1), in.get(0)),
                                    perChannel(in.get(2), in.get(0))))
                    .on("[4,2] [2] [2]", "[5,3] [3] [3]", "[2,2,1,2] [2] [2]", "[1,2,2,3] [2] [2]", "[3,1,2,2] [1] [1]")
                    .rejects(
                            "[1,2] [2] [2]",
                            "batchNorm: the input [1, 2] has 1 values per channel, too few for a variance")
                    .rejects(
                            "[1,3,1,1] [3] [3]",
                            "use a larger batch, drop an incomplete last batch, or normalise by layer")
                    .rejects("[0,2] [2] [2]", "batchNorm: the input [0, 2] has 0 values per channel")
                    .rejects("[4] [4] [4]", "batchNorm: the input has shape [4], not [n, channels]")
                    .rejects("[4,2] [4] [2]", "batchNorm: gamma has shape [4], but the input [4, 2] needs [2]")
                    .rejects("[4,2] [2] [1]", "batchNorm: beta has shape [1], but the input [4, 2] needs [2]"),
            unary(
                            "batchNorm(Tensor,Tensor,double) mean",
                            x -> x.batchNorm(Tensor.ones(2), Tensor.zeros(2), EPS)
                                    .mean(),
                            x -> mean(x, batchAxes(x)).reshape(2))
                    .on("[4,2]", "[2,2,3,1]")
                    .notDifferentiable(),
            unary(
                            "batchNorm(Tensor,Tensor,double) variance",
                            x -> x.batchNorm(Tensor.ones(2), Tensor.zeros(2), EPS)
                                    .variance(),
                            x -> variance(x, batchAxes(x)).reshape(2))
                    .on("[4,2]", "[2,2,3,1]")
                    .notDifferentiable(),
            nary(
                            "batchNorm(Tensor,Tensor,Tensor,Tensor,double)",
                            in -> in.get(0).batchNorm(MEAN, VARIANCE, in.get(1), in.get(2), EPS),
                            in -> scaled(
                                    given(in.get(0)),
                                    perChannel(in.get(1), in.get(0)),
                                    perChannel(in.get(2), in.get(0))))
                    .on("[4,2] [2] [2]", "[1,2] [2] [2]", "[0,2] [2] [2]", "[2,2,1,3] [2] [2]", "[0,2,3,3] [2] [2]")
                    .rejects("[2,3] [3] [3]", "batchNorm: mean has shape [2], but the input [2, 3] needs [3]"),
            layer("layerNorm(int,Tensor,Tensor,double)", 1)
                    .on(
                            "[3,4] [4] [4]",
                            "[4] [4] [4]",
                            "[2,2,3] [3] [3]",
                            "[2,1] [1] [1]",
                            "[0,3] [3] [3]",
                            "[2,0] [0] [0]")
                    .rejects("[] [1] [1]", "layerNorm: 1 normalised axes of []; use 1 to 0")
                    .rejects("[2,3] [2] [3]", "layerNorm: gamma has shape [2], but the input [2, 3] needs [3]"),
            layer("layerNorm(int,Tensor,Tensor,double) over two axes", 2)
                    .on("[2,2,2] [2,2] [2,2]", "[2,3] [2,3] [2,3]", "[2,1,2,3] [2,3] [2,3]")
                    .rejects("[3] [3] [3]", "layerNorm: 2 normalised axes of [3]; use 1 to 1"),
            group("groupNorm(int,Tensor,Tensor,double)", 2)
                    .on(
                            "[3,4] [4] [4]",
                            "[2,2] [2] [2]",
                            "[2,4,3] [4] [4]",
                            "[1,2,2,3] [2] [2]",
                            "[2,2,2,1,2] [2] [2]",
                            "[0,4,3,3] [4] [4]",
                            "[2,4,0] [4] [4]",
                            "[2,0,3] [0] [0]")
                    .rejects("[4] [4] [4]", "groupNorm: the input has shape [4], not [n, channels, ...]")
                    .rejects(
                            "[2,3,4] [3] [3]",
                            "groupNorm: the 3 channels of [2, 3, 4] do not divide into 2 groups; use a divisor of 3")
                    .rejects("[2,4,3] [3] [4]", "groupNorm: gamma has shape [3], but the input [2, 4, 3] needs [4]")
                    .rejects("[2,4,3] [4] [2]", "groupNorm: beta has shape [2], but the input [2, 4, 3] needs [4]"),
            group("groupNorm(int,Tensor,Tensor,double) of one group", 1)
                    .on("[2,3,2] [3] [3]", "[2,1] [1] [1]", "[3,5] [5] [5]"),
            group("groupNorm(int,Tensor,Tensor,double) of single channels", 3)
                    .on("[2,3,2] [3] [3]", "[1,3,2,2] [3] [3]"),
            rms("rmsNorm(int,Tensor,double)", 1)
                    .on("[3,4] [4]", "[4] [4]", "[2,2,3] [3]", "[0,3] [3]", "[2,0] [0]")
                    .rejects("[] [1]", "rmsNorm: 1 normalised axes of []; use 1 to 0")
                    .rejects("[2,3] [2]", "rmsNorm: gamma has shape [2], but the input [2, 3] needs [3]"),
            // away from √ε, near which second derivatives are sums of numbers of 1/ε^1.5 that cancel
            rms("rmsNorm(int,Tensor,double) of single values", 1)
                    .on("[2,1] [1]", "[1] [1]")
                    .domain(Domain.between(0.5, 2)),
            rms("rmsNorm(int,Tensor,double) over two axes", 2)
                    .on("[2,2,2] [2,2]", "[2,3] [2,3]", "[2,1,2,3] [2,3]")
                    .rejects("[3] [3]", "rmsNorm: 2 normalised axes of [3]; use 1 to 1"));

    private NormCases() {}

    private static OpCase layer(String name, int axes) {
        return nary(
                name,
                in -> in.get(0).layerNorm(axes, in.get(1), in.get(2), EPS),
                in -> scaled(normalized(in.get(0), lastAxes(in.get(0), axes)), in.get(1), in.get(2)));
    }

    private static OpCase group(String name, int groups) {
        return nary(name, in -> in.get(0).groupNorm(groups, in.get(1), in.get(2), EPS), in -> {
                    DoubleTensor x = in.get(0);
                    int c = x.dim(1);
                    DoubleTensor normal = normalized(grouped(x, groups), GROUP);
                    DoubleTensor gamma = in.get(1).reshape(groups, c / groups, 1);
                    DoubleTensor beta = in.get(2).reshape(groups, c / groups, 1);
                    return scaled(normal, gamma, beta).reshape(x.dims());
                })
                .slack(SLACK)
                .secondSlack(in -> {
                    DoubleTensor x = grouped(in.get(0), groups);
                    boolean pairs = x.dim(2) * x.dim(3) == 2;
                    return pairs ? secondSlack(in, x.sub(mean(x, GROUP)), 2, 0, 3) : secondSlack(in);
                });
    }

    private static DoubleTensor grouped(DoubleTensor x, int groups) {
        int places = IntStream.range(2, x.rank()).map(x::dim).reduce(1, (a, b) -> a * b);
        return x.reshape(x.dim(0), groups, x.dim(1) / groups, places);
    }

    private static OpCase rms(String name, int axes) {
        return nary(name, in -> in.get(0).rmsNorm(axes, in.get(1), EPS), in -> {
                    DoubleTensor x = in.get(0);
                    DoubleTensor squares = mean(x.mul(x), lastAxes(x, axes));
                    return x.div(squares.map(v -> Math.sqrt(v + EPS))).mul(in.get(1));
                })
                .slack(SLACK)
                .secondSlack(in -> in.get(1).size() == 1
                        ? secondSlack(
                                in,
                                in.get(0),
                                1,
                                IntStream.range(0, in.get(0).rank()).toArray())
                        : secondSlack(in));
    }

    /** None but where a value is normalised by itself: what cancels there does not where there are others. */
    private static List<DoubleTensor> secondSlack(List<DoubleTensor> in) {
        return in.stream().map(x -> x.map(v -> 0)).toList();
    }

    /**
     * The terms of the second derivatives of single values z, times the roundings of the longest of them. The gradient, with factors
     * w below 1 of its elements, is w·rstd·(h − x̂·(h·x̂)) + w·g·x̂. It is differentiated as its ops are: back through x̂ goes at most
     * rstd·2·|h·x̂| + 1, back through rstd |h|·(2 + x̂²), where one |h| is the mean of a pair, and |z| times what came through x̂. That
     * reaches z by the factors rstd and |x̂|·rstd², which makes at most rstd²·|h|·7·|x̂| + rstd·(1 + |x̂|), as |x̂| is below 1. The mean of
     * a pair is taken off once more and doubles it. To a scale each value sends at most rstd·(2 + |x̂|).
     *
     * <p>Of n values rstd has ρ = (n + 3)/2 + 2 roundings. The sum that goes back through rstd has 2·ρ + 2·n + 9, rstd³ and the factors
     * beside it 3·ρ + 6, adding up and the mean n + 3.
     *
     * @param single the values, in a shape like that of the input
     * @param n how many of them share a statistic: 2 are ±z
     * @param samples the axes along which scales are shared
     */
    private static List<DoubleTensor> secondSlack(List<DoubleTensor> in, DoubleTensor single, int n, int... samples) {
        double roundings = 5 * ((n + 3) / 2.0 + 2) + 3 * n + 18;
        double h = Arrays.stream(in.get(1).data()).map(Math::abs).max().orElse(0);
        DoubleTensor rstd = single.map(z -> 1 / Math.sqrt(z * z + EPS));
        DoubleTensor normal = single.mul(rstd).map(Math::abs);
        DoubleTensor values = rstd.zip(normal, (r, a) -> n * roundings * (7 * r * r * h * a + r * (1 + a)));
        DoubleTensor scales =
                rstd.zip(normal, (r, a) -> roundings * r * (2 + a)).sum(false, samples);
        List<DoubleTensor> slack = new ArrayList<>(secondSlack(in));
        slack.set(0, values.reshape(in.get(0).dims()));
        slack.set(1, scales.reshape(in.get(1).dims()));
        return slack;
    }

    private static DoubleTensor scaled(DoubleTensor x, DoubleTensor gamma, DoubleTensor beta) {
        return x.mul(gamma).add(beta);
    }

    private static DoubleTensor normalized(DoubleTensor x, int[] axes) {
        return x.sub(mean(x, axes)).div(variance(x, axes).map(v -> Math.sqrt(v + EPS)));
    }

    private static DoubleTensor given(DoubleTensor x) {
        DoubleTensor mean = perChannel(DoubleTensor.of(MEAN), x);
        DoubleTensor variance = perChannel(DoubleTensor.of(VARIANCE), x);
        return x.sub(mean).div(variance.map(v -> Math.sqrt(v + EPS)));
    }

    private static DoubleTensor mean(DoubleTensor x, int[] axes) {
        DoubleTensor sum = x.sum(true, axes);
        double count = (double) x.size() / sum.size();
        return sum.map(s -> s / count);
    }

    private static DoubleTensor variance(DoubleTensor x, int[] axes) {
        DoubleTensor d = x.sub(mean(x, axes));
        return mean(d.mul(d), axes);
    }

    private static int[] batchAxes(DoubleTensor x) {
        return IntStream.range(0, x.rank()).filter(a -> a != 1).toArray();
    }

    private static int[] lastAxes(DoubleTensor x, int axes) {
        return IntStream.range(x.rank() - axes, x.rank()).toArray();
    }

    private static DoubleTensor perChannel(DoubleTensor numbers, DoubleTensor x) {
        return x.rank() == 2 ? numbers : numbers.reshape(numbers.size(), 1, 1);
    }
}
