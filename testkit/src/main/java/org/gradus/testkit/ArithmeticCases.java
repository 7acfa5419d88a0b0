package org.gradus.testkit;

import static org.gradus.testkit.Domain.between;
import static org.gradus.testkit.OpCase.binary;
import static org.gradus.testkit.OpCase.unary;

import java.util.List;
import org.gradus.core.Tensor;

/** Rows for arithmetic of one and two tensors. */
final class ArithmeticCases {
    private static final Domain POSITIVE = between(0.3, 3);
    private static final Domain NEGATIVE = between(-3, -0.3);

    static final List<OpCase> ROWS = List.of(
            binary("add(Tensor)", Tensor::add, DoubleTensor::add)
                    .exactly()
                    .rejects("[2,3] [4]", "add: shapes do not broadcast: [2, 3] and [4] (3 != 4 on axis -1)"),
            unary("add(float)", x -> x.add(0.75f), x -> x.map(v -> v + 0.75)).exactly(),
            binary("sub(Tensor)", Tensor::sub, DoubleTensor::sub)
                    .exactly()
                    .rejects("[2,3] [3,3]", "sub: shapes do not broadcast: [2, 3] and [3, 3] (2 != 3 on axis -2)"),
            unary("sub(float)", x -> x.sub(0.75f), x -> x.map(v -> v - 0.75)).exactly(),
            binary("mul(Tensor)", Tensor::mul, DoubleTensor::mul)
                    .exactly()
                    .rejects("[2] [3]", "mul: shapes do not broadcast"),
            binary("mul(Tensor) of many broadcast axes", Tensor::mul, DoubleTensor::mul)
                    .on(
                            "[2,1,3,1,2] [1,2,3,2,1]",
                            "[2,1,3] [2,2,2,3]",
                            "[2,3,2,2] [3,1,1]",
                            "[1,1,2] [2,1]",
                            "[3,1,1] [1]",
                            "[2,2,1,3,1] [3,1,2]",
                            "[1,0,2] [3,1,1]")
                    .exactly(),
            unary("mul(Tensor) with itself", x -> x.mul(x), x -> x.mul(x)).exactly(),
            unary("mul(float)", x -> x.mul(-1.5f), x -> x.map(v -> v * -1.5)).exactly(),
            binary("div(Tensor)", Tensor::div, DoubleTensor::div)
                    .domain(between(-2, 2), POSITIVE)
                    .exactly()
                    .rejects("[2] [3]", "div: shapes do not broadcast"),
            binary("div(Tensor) by negative numbers", Tensor::div, DoubleTensor::div)
                    .domain(between(-2, 2), NEGATIVE)
                    .exactly(),
            unary("div(float)", x -> x.div(-1.5f), x -> x.map(v -> v / -1.5)).exactly(),
            binary("pow(Tensor)", Tensor::pow, (x, y) -> x.zip(y, Math::pow))
                    .domain(POSITIVE, between(-3, 3))
                    .rejects("[2] [3]", "pow: shapes do not broadcast"),
            unary("pow(float)", x -> x.pow(2.5f), x -> x.map(v -> Math.pow(v, 2.5)))
                    .domain(POSITIVE),
            unary("pow(float) of negative numbers, odd", x -> x.pow(3f), x -> x.map(v -> Math.pow(v, 3))),
            unary("pow(float) with exponent 0", x -> x.pow(0f), x -> x.map(v -> 1))
                    .exactly(),
            unary("pow(float) with exponent -1", x -> x.pow(-1f), x -> x.map(v -> Math.pow(v, -1)))
                    .domain(NEGATIVE),
            binary("maximum(Tensor)", Tensor::maximum, (x, y) -> x.zip(y, Math::max))
                    .exactly()
                    .rejects("[2] [3]", "maximum: shapes do not broadcast"),
            unary("maximum(float)", x -> x.maximum(0.5f), x -> x.map(v -> Math.max(v, 0.5)))
                    .domain(between(-2, 2).avoiding(0.5))
                    .exactly(),
            unary("maximum(Tensor) of equals", x -> x.maximum(x.mul(1f)), x -> x)
                    .exactly(),
            binary("minimum(Tensor)", Tensor::minimum, (x, y) -> x.zip(y, Math::min))
                    .exactly()
                    .rejects("[2] [3]", "minimum: shapes do not broadcast"),
            unary("minimum(float)", x -> x.minimum(0.5f), x -> x.map(v -> Math.min(v, 0.5)))
                    .domain(between(-2, 2).avoiding(0.5))
                    .exactly(),
            unary("minimum(Tensor) of equals", x -> x.minimum(x.mul(1f)), x -> x)
                    .exactly(),
            unary("neg()", Tensor::neg, x -> x.map(v -> -v)).exactly(),
            unary("abs()", Tensor::abs, x -> x.map(Math::abs))
                    .domain(between(-2, 2).avoiding(0.0))
                    .exactly(),
            unary("sign()", Tensor::sign, x -> x.map(Math::signum))
                    .domain(between(-2, 2).avoiding(0.0))
                    .exactly(),
            unary("square()", Tensor::square, x -> x.map(v -> v * v)).exactly(),
            unary("sqrt()", Tensor::sqrt, x -> x.map(Math::sqrt))
                    .domain(POSITIVE)
                    .exactly(),
            unary("rsqrt()", Tensor::rsqrt, x -> x.map(v -> 1 / Math.sqrt(v))).domain(POSITIVE),
            unary("reciprocal()", Tensor::reciprocal, x -> x.map(v -> 1 / v))
                    .domain(NEGATIVE)
                    .exactly(),
            unary("floor()", Tensor::floor, x -> x.map(Math::floor))
                    .domain(between(-2.5, 2.5).avoiding(-2.0, -1.0, 0.0, 1.0, 2.0))
                    .exactly(),
            unary("clamp(float,float)", x -> x.clamp(-1f, 0.5f), x -> x.map(v -> Math.min(Math.max(v, -1), 0.5)))
                    .domain(between(-2, 2).avoiding(-1.0, 0.5))
                    .exactly());

    private ArithmeticCases() {}
}
