package org.gradus.testkit;

import static org.gradus.testkit.Domain.between;
import static org.gradus.testkit.OpCase.binary;
import static org.gradus.testkit.OpCase.unary;

import java.util.List;
import org.gradus.core.Tensor;

/** Rows for the ops that stay finite at the edge of their domains. */
final class SafeCases {
    static final List<OpCase> ROWS = List.of(
            unary("safeSqrt()", Tensor::safeSqrt, x -> x.map(Math::sqrt)).domain(between(0.2, 5)),
            unary("safeLog()", Tensor::safeLog, x -> x.map(SafeCases::log)).domain(between(0.2, 5)),
            binary("safeDiv(Tensor)", Tensor::safeDiv, (x, y) -> x.zip(y, (a, b) -> b == 0 ? 0 : a / b))
                    .domain(between(-2, 2), between(0.5, 2))
                    .rejects("[2] [3]", "safeDiv: shapes do not broadcast: [2] and [3]"),
            binary("safeDiv(Tensor) by zero", Tensor::safeDiv, (x, y) -> x.zip(y, (a, b) -> 0))
                    .domain(between(-2, 2), between(0, 0))
                    .exactly()
                    .withoutSpecials());

    private SafeCases() {}

    private static double log(double x) {
        return x <= Float.MIN_NORMAL ? StrictMath.log(Float.MIN_NORMAL) : StrictMath.log(x);
    }
}
