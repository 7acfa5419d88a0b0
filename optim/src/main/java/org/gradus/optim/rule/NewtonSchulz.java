package org.gradus.optim.rule;

import org.gradus.core.Autograd;
import org.gradus.core.Shape;
import org.gradus.core.Tensor;
import org.gradus.core.backend.Workers;

/**
 * Approximate orthogonalisation of a matrix: {@code U·S·Vᵀ} becomes about {@code U·Vᵀ}, by matrix products alone.
 *
 * <p>From {@code X = M/‖M‖}, a few times {@code X ← a·X + (b·G + c·G²)·X} with {@code G = X·Xᵀ}: an odd polynomial of the
 * singular values, steep at 0, that brings those above about 0.001 to between 0.7 and 1.2. Products are in float. An iteration
 * multiplies the errors before it by at most the polynomial's slope, 3.4445; five of them by 485.
 */
final class NewtonSchulz {
    private static final float A = 3.4445f;
    private static final float B = -4.7750f;
    private static final float C = 2.0315f;

    private NewtonSchulz() {}

    static float[] orthogonal(float[] m, int rows, int columns, int iterations, double eps, Workers workers) {
        double norm = Math.max(Math.sqrt(Sums.dot(m, m, workers)), eps);
        float[] unit = new float[m.length];
        workers.split(unit.length, (from, to) -> divide(m, norm, unit, from, to));
        if (unit.length == 0) {
            return unit;
        }
        Tensor start = Tensor.wrap(Shape.of(rows, columns), unit);
        return Autograd.noGradient(() -> iterate(start, rows > columns, iterations))
                .data();
    }

    private static void divide(float[] m, double norm, float[] unit, int from, int to) {
        for (int i = from; i < to; i++) {
            unit[i] = (float) (m[i] / norm);
        }
    }

    /** A tall matrix is multiplied from the right instead, so that G is always the smaller of the two squares. */
    private static Tensor iterate(Tensor start, boolean tall, int iterations) {
        Tensor x = start;
        for (int i = 0; i < iterations; i++) {
            Tensor gram = x.matmul(x, tall, !tall);
            Tensor change = gram.mul(B).add(gram.matmul(gram).mul(C));
            x = x.mul(A).add(tall ? x.matmul(change) : change.matmul(x));
        }
        return x;
    }
}
