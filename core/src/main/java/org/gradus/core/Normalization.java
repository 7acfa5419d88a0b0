package org.gradus.core;

/** What the kinds of normalisation share. */
final class Normalization {
    private Normalization() {}

    static void check(String op, Shape x, Shape normalized, Tensor gamma, Tensor beta, double eps) {
        checkShape(op, x, normalized, "gamma", gamma);
        checkShape(op, x, normalized, "beta", beta);
        checkEps(op, eps);
    }

    static void checkEps(String op, double eps) {
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

    /** The last axes of a shape, checked. */
    static int[] lastAxes(String op, Shape x, int count) {
        if (count < 1 || count > x.rank()) {
            throw new IllegalArgumentException(
                    op + ": " + count + " normalised axes of " + x + "; use 1 to " + x.rank());
        }
        int[] axes = new int[count];
        for (int i = 0; i < count; i++) {
            axes[i] = x.rank() - count + i;
        }
        return axes;
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
