package org.gradus.optim.landscape;

import org.gradus.core.Tensor;
import org.gradus.optim.gradient.ParameterVector;

/** Sums over two vectors of the same parameters, in double, in ascending order. */
final class Sums {
    private Sums() {}

    /** {@code Σ aᵢ·bᵢ}. */
    static double dot(ParameterVector a, ParameterVector b) {
        double sum = 0;
        for (int e = 0; e < a.entries().size(); e++) {
            float[] x = a.entries().get(e).tensor().data();
            float[] y = b.entries().get(e).tensor().data();
            for (int i = 0; i < x.length; i++) {
                sum += (double) x[i] * y[i];
            }
        }
        return sum;
    }

    /** {@code √Σ (aᵢ − factor·bᵢ)²}. */
    static double distance(ParameterVector a, ParameterVector b, double factor) {
        double sum = 0;
        for (int e = 0; e < a.entries().size(); e++) {
            float[] x = a.entries().get(e).tensor().data();
            float[] y = b.entries().get(e).tensor().data();
            for (int i = 0; i < x.length; i++) {
                double d = x[i] - factor * y[i];
                sum += d * d;
            }
        }
        return Math.sqrt(sum);
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
