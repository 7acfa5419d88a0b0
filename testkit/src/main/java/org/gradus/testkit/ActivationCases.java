package org.gradus.testkit;

import static org.gradus.testkit.Domain.between;
import static org.gradus.testkit.OpCase.unary;

import java.util.List;
import org.gradus.core.Rng;
import org.gradus.core.Tensor;

/** Rows for activation functions. */
final class ActivationCases {
    private static final Rng RNG = Rng.of(7);
    private static final Domain ALL = between(-4, 4);
    private static final Domain BUT_ZERO = between(-3, 3).avoiding(0.0);

    /** Derivatives with a factor of 1 − y or 1 − y² lose as much as the 1 was rounded by. */
    private static final double ONE_MINUS = 16;

    static final List<OpCase> ROWS = List.of(
            unary("tanh()", Tensor::tanh, x -> x.map(StrictMath::tanh))
                    .domain(ALL)
                    .slack(ONE_MINUS),
            unary("sigmoid()", Tensor::sigmoid, x -> x.map(ActivationCases::sigmoid))
                    .domain(ALL)
                    .slack(ONE_MINUS),
            unary("softplus()", Tensor::softplus, x -> x.map(ActivationCases::softplus))
                    .domain(ALL)
                    .slack(ONE_MINUS),
            unary("relu()", Tensor::relu, x -> x.map(v -> Math.max(v, 0)))
                    .domain(BUT_ZERO)
                    .exactly(),
            unary("leakyRelu(float)", x -> x.leakyRelu(0.25f), x -> x.map(v -> v > 0 ? v : v * 0.25))
                    .domain(BUT_ZERO)
                    .exactly(),
            unary("elu(float)", x -> x.elu(1.5f), x -> x.map(v -> v > 0 ? v : 1.5 * StrictMath.expm1(v)))
                    .domain(BUT_ZERO),
            unary("gelu()", Tensor::gelu, x -> x.map(ActivationCases::gelu))
                    .domain(ALL)
                    .slack(ONE_MINUS),
            unary("geluTanh()", Tensor::geluTanh, x -> x.map(ActivationCases::geluTanh))
                    .domain(between(-3, 3))
                    .slack(ONE_MINUS),
            unary("silu()", Tensor::silu, x -> x.map(v -> v == Double.NEGATIVE_INFINITY ? 0 : v * sigmoid(v)))
                    .domain(ALL)
                    .slack(ONE_MINUS),
            unary("dropout(Rng,double)", x -> x.dropout(RNG, 0.25), x -> x.mul(mask(x))),
            unary("dropout(Rng,double) of nothing", x -> x.dropout(RNG, 0), x -> x)
                    .exactly(),
            unary("dropout(Rng,double) of all", x -> x.dropout(RNG, 1), x -> x.map(v -> 0))
                    .exactly());

    private ActivationCases() {}

    private static double sigmoid(double x) {
        return 1 / (1 + StrictMath.exp(-x));
    }

    private static double softplus(double x) {
        return Math.max(x, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(x)));
    }

    static double gelu(double x) {
        return x == Double.NEGATIVE_INFINITY ? 0 : x * (1 + ExponentialCases.erf(x * Math.sqrt(0.5))) / 2;
    }

    private static double geluTanh(double x) {
        double u = Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x);
        return x == Double.NEGATIVE_INFINITY ? 0 : x * (1 + StrictMath.tanh(u)) / 2;
    }

    /** The op's own mask: which elements it drops is the random numbers' affair, tested with them. */
    private static DoubleTensor mask(DoubleTensor x) {
        return DoubleTensor.of(Tensor.full(x.shape(), 1f).dropout(RNG, 0.25));
    }
}
