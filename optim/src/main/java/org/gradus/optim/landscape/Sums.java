package org.gradus.optim.landscape;

import org.gradus.core.Tensor;
import org.gradus.core.backend.Workers;
import org.gradus.optim.gradient.ParameterVector;
import org.gradus.optim.sum.ChunkSum;

/** Sums over two vectors of the same parameters, in double and in a fixed order. */
final class Sums {
    private static final Workers WORKERS = Workers.shared();

    private Sums() {}

    /** {@code Σ aᵢ·bᵢ}. */
    static double dot(ParameterVector a, ParameterVector b) {
        double sum = 0;
        for (int e = 0; e < a.entries().size(); e++) {
            float[] x = a.entries().get(e).tensor().data();
            float[] y = b.entries().get(e).tensor().data();
            sum += ChunkSum.of(x.length, WORKERS, (from, to) -> dot(x, y, from, to));
        }
        return sum;
    }

    private static double dot(float[] x, float[] y, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += (double) x[i] * y[i];
        }
        return sum;
    }

    /** {@code √Σ (aᵢ − factor·bᵢ)²}. */
    static double distance(ParameterVector a, ParameterVector b, double factor) {
        double sum = 0;
        for (int e = 0; e < a.entries().size(); e++) {
            float[] x = a.entries().get(e).tensor().data();
            float[] y = b.entries().get(e).tensor().data();
            sum += ChunkSum.of(x.length, WORKERS, (from, to) -> squares(x, y, factor, from, to));
        }
        return Math.sqrt(sum);
    }

    private static double squares(float[] x, float[] y, double factor, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            double d = x[i] - factor * y[i];
            sum += d * d;
        }
        return sum;
    }

    /** {@code a − factor·b}, narrowed to float. */
    static ParameterVector minus(ParameterVector a, ParameterVector b, double factor) {
        return a.map((parameter, tensor) -> {
            float[] x = tensor.data();
            float[] y = b.find(parameter).orElseThrow().data();
            float[] z = new float[x.length];
            for (int i = 0; i < x.length; i++) {
                z[i] = (float) (x[i] - factor * y[i]);
            }
            return Tensor.wrap(tensor.shape(), z);
        });
    }
}
