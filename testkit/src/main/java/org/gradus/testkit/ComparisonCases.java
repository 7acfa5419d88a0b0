package org.gradus.testkit;

import static org.gradus.testkit.OpCase.binary;
import static org.gradus.testkit.OpCase.nary;
import static org.gradus.testkit.OpCase.unary;

import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.gradus.core.Tensor;

/** Rows for comparisons and choice. */
final class ComparisonCases {
    /** Whether a pair of numbers is as a comparison wants it. */
    @FunctionalInterface
    private interface Relation {
        boolean holds(double a, double b);
    }

    static final List<OpCase> ROWS = Stream.of(
                    of("equalTo", Tensor::equalTo, x -> x.equalTo(0.5f), (a, b) -> a == b),
                    of("notEqualTo", Tensor::notEqualTo, x -> x.notEqualTo(0.5f), (a, b) -> a != b),
                    of("lessThan", Tensor::lessThan, x -> x.lessThan(0.5f), (a, b) -> a < b),
                    of("lessOrEqual", Tensor::lessOrEqual, x -> x.lessOrEqual(0.5f), (a, b) -> a <= b),
                    of("greaterThan", Tensor::greaterThan, x -> x.greaterThan(0.5f), (a, b) -> a > b),
                    of("greaterOrEqual", Tensor::greaterOrEqual, x -> x.greaterOrEqual(0.5f), (a, b) -> a >= b),
                    List.of(nary(
                                    "where(Tensor,Tensor)",
                                    in -> in.get(0).greaterThan(0f).where(in.get(1), in.get(2)),
                                    in -> choose(in.get(0), in.get(1), in.get(2)))
                            .on(
                                    "[5] [5] [5]",
                                    "[] [3] []",
                                    "[2,1] [3] [1,3]",
                                    "[2,3] [] [2,1]",
                                    "[3] [2,1] [2,3]",
                                    "[1] [0] [1]")
                            .domain(Domain.between(-2, 2).avoiding(0.0))
                            .exactly()
                            .rejects("[2] [2] [3]", "where: shapes do not broadcast")
                            .rejects("[4] [2] [1]", "where: shapes do not broadcast")))
            .flatMap(List::stream)
            .toList();

    private ComparisonCases() {}

    /** Both forms of a comparison; two tensors are rounded down first, so that some elements are equal. */
    private static List<OpCase> of(
            String name, BinaryOperator<Tensor> tensors, UnaryOperator<Tensor> toHalf, Relation relation) {
        return List.of(
                binary(
                                name + "(Tensor)",
                                (a, b) -> tensors.apply(a.floor(), b.floor()),
                                (a, b) -> a.map(Math::floor)
                                        .zip(b.map(Math::floor), (x, y) -> relation.holds(x, y) ? 1 : 0))
                        .notDifferentiable()
                        .exactly()
                        .rejects("[2] [3]", name + ": shapes do not broadcast"),
                unary(name + "(float)", toHalf, x -> x.map(v -> relation.holds(v, 0.5) ? 1 : 0))
                        .notDifferentiable()
                        .exactly());
    }

    private static DoubleTensor choose(DoubleTensor condition, DoubleTensor a, DoubleTensor b) {
        DoubleTensor first = condition.zip(a, (c, v) -> c > 0 ? v : 0);
        DoubleTensor second = condition.zip(b, (c, v) -> c > 0 ? 0 : v);
        return first.add(second);
    }
}
