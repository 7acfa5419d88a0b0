package org.gradus.core;

/** Products that leave one factor out. */
final class Products {
    private Products() {}

    /**
     * {@code y[i, j] = Π x[k, j] over k ≠ i} for x {@code [n, m]}: the columns are folded in halves, and on the way back the
     * product of all others is that of the pair's others times the partner. Differentiable to any order, at zeros too.
     */
    static Tensor ofOthers(Tensor x) {
        int n = x.dim(0);
        if (n <= 1) {
            return Tensor.full(x.shape(), 1f);
        }
        int half = (n + 1) / 2;
        Tensor even = n % 2 == 0 ? x : x.pad(0, 0, 1, 1f);
        Tensor upper = even.slice(0, 0, half);
        Tensor lower = even.slice(0, half, 2 * half);
        Tensor others = ofOthers(upper.mul(lower));
        Tensor both = Tensor.concat(0, others.mul(lower), others.mul(upper));
        return n % 2 == 0 ? both : both.slice(0, 0, n);
    }
}
