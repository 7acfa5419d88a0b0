package org.gradus.testkit;

import static org.gradus.testkit.Domain.between;
import static org.gradus.testkit.OpCase.unary;

import java.util.List;
import org.gradus.core.Tensor;

/** Rows for exponentials, logarithms and their kin. */
final class ExponentialCases {
    static final List<OpCase> ROWS = List.of(
            unary("exp()", Tensor::exp, x -> x.map(StrictMath::exp)).domain(between(-4, 4)),
            unary("log()", Tensor::log, x -> x.map(StrictMath::log)).domain(between(0.2, 5)),
            unary("log1p()", Tensor::log1p, x -> x.map(StrictMath::log1p)).domain(between(-0.7, 3)),
            unary("expm1()", Tensor::expm1, x -> x.map(StrictMath::expm1)).domain(between(-4, 4)),
            unary("sin()", Tensor::sin, x -> x.map(StrictMath::sin)).domain(between(-7, 7)),
            unary("cos()", Tensor::cos, x -> x.map(StrictMath::cos)).domain(between(-7, 7)),
            unary("erf()", Tensor::erf, x -> x.map(ExponentialCases::erf)).domain(between(-3, 3)));

    private ExponentialCases() {}

    /** {@code 2/√π·e^(−x²)·Σ 2ⁿ·x^(2n+1)/(1·3·5···(2n+1))}, whose terms all have one sign. */
    static double erf(double x) {
        if (Math.abs(x) > 6) {
            return Math.signum(x);
        }
        double term = x;
        double sum = x;
        for (int n = 1; n < 160; n++) {
            term *= 2 * x * x / (2 * n + 1);
            sum += term;
        }
        return 2 / Math.sqrt(Math.PI) * StrictMath.exp(-x * x) * sum;
    }
}
