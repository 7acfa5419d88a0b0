package org.gradus.core;

/** What batch and layer normalisation share. */
final class Normalization {
    private Normalization() {}

    static void check(String op, Shape x, Shape normalized, Tensor gamma, Tensor beta, double eps) {
        checkShape(op, x, normalized, "gamma", gamma);
        checkShape(op, x, normalized, "beta", beta);
        if (!(eps > 0) || eps == Double.POSITIVE_INFINITY) {
            throw new IllegalArgumentException(op + ": eps is " + eps + "; use a small positive number such as 1e-5");
        }
    }

    static void checkShape(String op, Shape x, Shape expected, String name, Tensor actual) {
        if (!actual.shape().equals(expected)) {
            throw new IllegalArgumentException(
                    op + ": " + name + " has shape " + actual.shape() + ", but the input " + x + " needs " + expected);
        }
    }

    /**
     * The gradients of values, scale and shift, written in ops that can be differentiated again.
     *
     * @param gamma the scale, in a shape that broadcasts to that of x
     * @param axes over which mean and variance are taken
     */
    static Tensor[] gradients(Tensor x, Tensor gamma, double eps, int[] axes, Tensor g) {
        Tensor centred = x.sub(x.mean(true, axes));
        Tensor rstd = centred.square().mean(true, axes).add((float) eps).rsqrt();
        Tensor normal = centred.mul(rstd);
        Tensor h = g.mul(gamma);
        Tensor dx = h.sub(h.mean(true, axes))
                .sub(normal.mul(h.mul(normal).mean(true, axes)))
                .mul(rstd);
        return new Tensor[] {dx, g.mul(normal).sumTo(gamma.shape()), g.sumTo(gamma.shape())};
    }
}
