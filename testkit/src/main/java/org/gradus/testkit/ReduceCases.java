package org.gradus.testkit;

import static org.gradus.testkit.Domain.between;
import static org.gradus.testkit.OpCase.indices;
import static org.gradus.testkit.OpCase.unary;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.gradus.core.Shape;
import org.gradus.core.Tensor;

/** Rows for reductions and scans. */
final class ReduceCases {
    /** A reduction with and without kept axes. */
    @FunctionalInterface
    private interface Reducing {
        Tensor apply(Tensor x, boolean keepDims, int... axes);
    }

    private static final String[] THREE = {"[2,3,4]", "[1,3,1]", "[3,1,3]", "[65,1,2]", "[1,2,66]"};
    private static final String[] FILLED = {"[]", "[1]", "[7]", "[2,3]", "[1,1,1]", "[2,3,4]", "[2,65]"};
    private static final String[] SPREAD = {"[2]", "[7]", "[2,3]", "[2,1,3]", "[2,65]"};

    static final List<OpCase> ROWS = Stream.of(
                    reducing(
                            "sum",
                            x -> x.sum(),
                            Tensor::sum,
                            values -> Arrays.stream(values).sum(),
                            true),
                    reducing("mean", x -> x.mean(), Tensor::mean, ReduceCases::mean, false),
                    reducing("max", x -> x.max(), Tensor::max, ReduceCases::max, false),
                    reducing("min", x -> x.min(), Tensor::min, values -> -max(negated(values)), false),
                    reducing("prod", x -> x.prod(), Tensor::prod, ReduceCases::prod, true),
                    norms(reducing("norm", x -> x.norm(), Tensor::norm, ReduceCases::norm, true)),
                    reducing("logSumExp", x -> x.logSumExp(), Tensor::logSumExp, ReduceCases::logSumExp, false),
                    others())
            .flatMap(List::stream)
            .toList();

    private ReduceCases() {}

    private static List<OpCase> reducing(
            String name,
            UnaryOperator<Tensor> all,
            Reducing some,
            ToDoubleFunction<double[]> oracle,
            boolean overNothing) {
        OpCase whole = unary(name + "(int...)", all, x -> x.reduce(false, new int[0], oracle))
                .on(FILLED);
        OpCase last = unary(
                        name + "(int...) of the last axis",
                        x -> some.apply(x, false, -1),
                        x -> x.reduce(false, new int[] {-1}, oracle))
                .on("[5]", "[2,3]", "[0,2]", "[2,65]");
        OpCase inner = unary(
                        name + "(boolean,int...) of the middle",
                        x -> some.apply(x, true, 1),
                        x -> x.reduce(true, new int[] {1}, oracle))
                .on(THREE);
        OpCase outer = unary(
                        name + "(boolean,int...) of the outer axes",
                        x -> some.apply(x, false, 2, 0),
                        x -> x.reduce(false, new int[] {0, 2}, oracle))
                .on(THREE)
                .rejects("[2,3]", name + ": axis 2 does not exist in [2, 3]; use -2 to 1");
        OpCase twice = unary(
                        name + "(boolean,int...) of neighbours",
                        x -> some.apply(x, true, -2, -1),
                        x -> x.reduce(true, new int[] {1, 2}, oracle))
                .on(THREE);
        return overNothing
                ? List.of(whole, last, inner, outer, twice, last.on("[0]", "[3,0]"))
                : List.of(whole, last, inner, outer, twice);
    }

    /** The second derivative of a norm subtracts equals where one element is all of it; norms below 1/2 magnify that. */
    private static List<OpCase> norms(List<OpCase> rows) {
        return rows.stream().map(row -> row.domain(between(0.5, 2)).slack(32)).toList();
    }

    private static List<OpCase> others() {
        return List.of(
                unary(
                                "prod(int...) with a zero",
                                x -> x.mul(zeroAt(1, x)).prod(-1),
                                x -> x.mul(DoubleTensor.of(zeroAt(1, Tensor.full(x.shape(), 1f))))
                                        .reduce(false, new int[] {-1}, ReduceCases::prod))
                        .on("[2]", "[3]", "[2,5]"),
                unary(
                                "var(int,boolean,int...)",
                                x -> x.var(0, true, 0),
                                x -> x.reduce(true, new int[] {0}, v -> variance(v, 0)))
                        .on(SPREAD)
                        .rejects("[0,2]", "var: correction 0 for the 0 elements of axes [0] of [0, 2]"),
                unary(
                                "var(int,boolean,int...) of two axes",
                                x -> x.var(1, false, 0, -1),
                                x -> x.reduce(false, new int[] {0, -1}, v -> variance(v, 1)))
                        .on("[2,3]", "[2,2,3]"),
                unary("var()", x -> x.var(), x -> x.reduce(false, new int[0], v -> variance(v, 1)))
                        .on(SPREAD)
                        .rejects("[1]", "var: correction 1 for the 1 elements of axes [0] of [1]"),
                unary(
                                "std(int,boolean,int...)",
                                x -> x.std(0, false, -1),
                                x -> x.reduce(false, new int[] {-1}, v -> Math.sqrt(variance(v, 0))))
                        .on("[2]", "[7]", "[2,3]")
                        .slack(32),
                unary("std()", x -> x.std(), x -> x.reduce(false, new int[0], v -> Math.sqrt(variance(v, 1))))
                        .on(SPREAD)
                        .slack(32)
                        .rejects("[]", "std: correction 1 for the 1 elements of axes [] of []"),
                indices("argMax(int)", x -> x.argMax(-1), x -> x.reduce(false, new int[] {-1}, ReduceCases::argMax))
                        .on("[1]", "[9]", "[2,3]", "[2,1,40]", "[0,3]")
                        .rejects("[2,0]", "argMax: axis -1 of [2, 0] holds no element to choose from")
                        .rejects("[]", "argMax: axis -1 does not exist in []"),
                indices("argMin(int)", x -> x.argMin(0), x -> x.reduce(false, new int[] {0}, v -> argMax(negated(v))))
                        .on("[1]", "[9]", "[5,3]", "[5,2,3]", "[3,0]")
                        .rejects("[0,2]", "argMin: axis 0 of [0, 2] holds no element to choose from"),
                unary("cumsum(int)", x -> x.cumsum(-1), x -> cumulate(x, x.rank() - 1))
                        .on("[1]", "[7]", "[2,3]", "[2,0]", "[0,2]")
                        .rejects("[]", "cumsum: axis -1 does not exist in []"),
                unary("cumsum(int) of the outer axis", x -> x.cumsum(0), x -> cumulate(x, 0))
                        .on("[5,3]", "[4,2,2]"),
                unary(
                                "sumTo(Shape)",
                                x -> x.sumTo(Shape.of(3, 1)),
                                x -> x.sum(true, 0, 2).reshape(3, 1))
                        .on("[2,3,2]", "[1,3,4]", "[0,3,2]")
                        .rejects("[2,4]", "sumTo: [3, 1] does not broadcast to [2, 4]")
                        .rejects("[3]", "sumTo: [3, 1] does not broadcast to [3]"),
                unary("sumTo(Shape) of its own shape", x -> x.sumTo(x.shape()), x -> x)
                        .exactly());
    }

    /** Ones, but a zero at one place of the last axis. */
    private static Tensor zeroAt(int place, Tensor like) {
        float[] values = new float[like.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = i % like.dim(-1) == place ? 0f : 1f;
        }
        return Tensor.of(like.shape(), values);
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).sum() / values.length;
    }

    private static double max(double[] values) {
        return Arrays.stream(values).reduce(Double.NEGATIVE_INFINITY, Math::max);
    }

    private static double[] negated(double[] values) {
        return Arrays.stream(values).map(v -> -v).toArray();
    }

    private static double prod(double[] values) {
        return Arrays.stream(values).reduce(1, (a, b) -> a * b);
    }

    private static double norm(double[] values) {
        return Math.sqrt(Arrays.stream(values).map(v -> v * v).sum());
    }

    private static double logSumExp(double[] values) {
        double max = max(values);
        if (Double.isInfinite(max)) {
            return max;
        }
        return max
                + StrictMath.log(
                        Arrays.stream(values).map(v -> StrictMath.exp(v - max)).sum());
    }

    private static double variance(double[] values, int correction) {
        double mean = mean(values);
        return Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum() / (values.length - correction);
    }

    /** The first NaN, else the first of the largest. */
    private static double argMax(double[] values) {
        int best = 0;
        for (int i = 1; i < values.length; i++) {
            if (values[i] > values[best] || (Double.isNaN(values[i]) && !Double.isNaN(values[best]))) {
                best = i;
            }
        }
        return best;
    }

    private static DoubleTensor cumulate(DoubleTensor x, int axis) {
        return DoubleTensor.of(x.dims(), index -> {
            int[] position = index.clone();
            double sum = 0;
            for (int i = 0; i <= index[axis]; i++) {
                position[axis] = i;
                sum += x.at(position);
            }
            return sum;
        });
    }
}
