package org.gradus.testkit;

import static org.gradus.testkit.Domain.between;
import static org.gradus.testkit.OpCase.unary;

import java.util.List;
import org.gradus.core.Tensor;

/** Rows for exponentials, logarithms and their kin. */
final class ExponentialCases {
    static final List<OpCase> ROWS = List.of(
            unary("exp()", Tensor::exp, x -> x.map(StrictMath::exp)).domain(between(-4, 4)));

    private ExponentialCases() {}
}
