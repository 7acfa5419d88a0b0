package org.gradus.optim.rule;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.gradus.core.Shape;
import org.gradus.core.Tensor;
import org.gradus.core.backend.Workers;

/**
 * The eigenvectors of a symmetric positive semidefinite matrix P that changes slowly, followed by orthogonal iteration: multiply
 * the basis by P, then make it orthonormal again. The vectors are the rows of Q, that of the largest eigenvalue first.
 *
 * <p>P is divided by its trace and shifted by {@code 0.001/n}, which leaves its eigenvectors as they are: where P has no
 * information, the basis then stays what it was instead of following rounding. The basis is made orthonormal by Gram–Schmidt in
 * panels: matrix products in float against earlier panels, sums in double within one, everything twice.
 *
 * @param n the length of the side; the arrays are empty where the side is not turned at all
 * @param p the live matrix
 * @param q the live basis
 */
record Eigenbasis(int n, float[] p, float[] q) {
    private static final double SHIFT = 1e-3;
    private static final double NO_INFORMATION = 1e-30;
    private static final int PANEL = 32;
    private static final int PASSES = 2;

    private boolean turns() {
        return q.length > 0;
    }

    private Tensor basis() {
        return Tensor.wrap(Shape.of(n, n), q);
    }

    /** Q·X. */
    Tensor fromLeft(Tensor x) {
        return turns() ? basis().matmul(x) : x;
    }

    /** X·Qᵀ. */
    Tensor fromRight(Tensor x) {
        return turns() ? x.matmul(basis(), false, true) : x;
    }

    /** Qᵀ·X. */
    Tensor backFromLeft(Tensor x) {
        return turns() ? basis().matmul(x, true, false) : x;
    }

    /** X·Q. */
    Tensor backFromRight(Tensor x) {
        return turns() ? x.matmul(basis()) : x;
    }

    /** {@code P ← keep·P + take·G·Gᵀ}, or GᵀG for the right side. */
    void learn(Tensor g, boolean right, float keep, float take, Workers workers) {
        if (turns()) {
            float[] product = g.matmul(g, right, !right).data();
            workers.split(p.length, (from, to) -> mean(p, product, keep, take, from, to));
        }
    }

    private static void mean(float[] p, float[] product, float keep, float take, int from, int to) {
        for (int i = from; i < to; i++) {
            p[i] = keep * p[i] + take * product[i];
        }
    }

    /** Some rounds, from the identity when it is the first time; returns where each vector was before they were sorted. */
    int[] follow(int rounds, boolean first) {
        int[] order = IntStream.range(0, n).toArray();
        if (first) {
            for (int i = 0; turns() && i < n; i++) {
                Arrays.fill(q, i * n, (i + 1) * n, 0f);
                q[i * n + i] = 1f;
            }
        }
        double trace = 0;
        for (int i = 0; turns() && i < n; i++) {
            trace += p[i * n + i];
        }
        for (int round = 0; round < rounds && trace > NO_INFORMATION; round++) {
            order = round(trace);
        }
        return order;
    }

    private int[] round(double trace) {
        float[] product = basis().matmul(Tensor.wrap(Shape.of(n, n), p)).data();
        double[] values = new double[n];
        Arrays.setAll(values, i -> Sums.dot(product, i * n, q, i * n, n));
        int[] order = IntStream.range(0, n)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -values[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        float[] old = q.clone();
        float scale = (float) (1 / trace);
        float shift = (float) (SHIFT / n);
        for (int i = 0; i < n; i++) {
            for (int to = i * n, from = order[i] * n; to < (i + 1) * n; to++, from++) {
                q[to] = scale * product[from] + shift * old[from];
            }
        }
        orthonormalise();
        return order;
    }

    private void orthonormalise() {
        for (int first = 0; first < n; first += PANEL) {
            int count = Math.min(PANEL, n - first);
            float[] panel = Arrays.copyOfRange(q, first * n, (first + count) * n);
            for (int pass = 0; pass < PASSES; pass++) {
                panel = first == 0 ? panel : withoutEarlierPanels(panel, first, count);
                for (int i = 0; i < count; i++) {
                    normalise(panel, i);
                }
            }
            System.arraycopy(panel, 0, q, first * n, panel.length);
        }
    }

    private float[] withoutEarlierPanels(float[] panel, int first, int count) {
        Tensor earlier = Tensor.wrap(Shape.of(first, n), Arrays.copyOf(q, first * n));
        Tensor present = Tensor.wrap(Shape.of(count, n), panel);
        Tensor along = present.matmul(earlier, false, true);
        return present.sub(along.matmul(earlier)).toArray();
    }

    /** Makes one vector of a panel orthogonal to those before it and of length 1. */
    private void normalise(float[] panel, int i) {
        for (int j = 0; j < i; j++) {
            float along = (float) Sums.dot(panel, i * n, panel, j * n, n);
            for (int to = i * n, from = j * n; to < (i + 1) * n; to++, from++) {
                panel[to] -= along * panel[from];
            }
        }
        double length = Math.sqrt(Sums.dot(panel, i * n, panel, i * n, n));
        for (int k = i * n; k < (i + 1) * n; k++) {
            panel[k] = (float) (panel[k] / length);
        }
    }
}
