package org.gradus.optim.rule;

import org.gradus.core.Parameter;
import org.gradus.core.Shape;
import org.gradus.core.Tensor;

/** As Adafactor: the second moment of a matrix is the outer product of a row and a column of means. */
record FactoredRule(double beta2) implements UpdateRule {
    @Override
    public SlotSpec slots(Shape shape) {
        if (shape.rank() != 2) {
            return SlotSpec.none().tensor("v", shape);
        }
        return SlotSpec.none().tensor("rows", Shape.of(shape.dim(0))).tensor("columns", Shape.of(shape.dim(1)));
    }

    @Override
    public void apply(StepContext context, Parameter parameter, Tensor gradient, Slots slots) {
        float[] g = gradient.data();
        float[] w = parameter.update();
        float b = (float) (1 - StrictMath.pow(context.step(), -0.8) * beta2);
        boolean matrix = parameter.shape().rank() == 2;
        int columns = matrix ? parameter.shape().dim(1) : w.length;
        int rows = matrix ? parameter.shape().dim(0) : 1;
        float[] r = slots.tensor(matrix ? "rows" : "v");
        float[] c = matrix ? slots.tensor("columns") : r;
        if (matrix) {
            means(g, rows, columns, b, r, c);
        } else {
            for (int i = 0; i < w.length; i++) {
                r[i] = b * r[i] + (1 - b) * g[i] * g[i];
            }
        }
        float all = 0;
        for (int i = 0; i < r.length; i++) {
            all += r[i] / r.length;
        }
        for (int i = 0; i < w.length; i++) {
            float v = matrix ? r[i / columns] * c[i % columns] / (all + 1e-30f) : r[i];
            w[i] -= (float) context.rate() * g[i] / ((float) Math.sqrt(v) + 1e-8f);
        }
    }

    private static void means(float[] g, int rows, int columns, float b, float[] r, float[] c) {
        for (int i = 0; i < rows; i++) {
            float sum = 0;
            for (int j = 0; j < columns; j++) {
                sum += g[i * columns + j] * g[i * columns + j];
            }
            r[i] = b * r[i] + (1 - b) * sum / columns;
        }
        for (int j = 0; j < columns; j++) {
            float sum = 0;
            for (int i = 0; i < rows; i++) {
                sum += g[i * columns + j] * g[i * columns + j];
            }
            c[j] = b * c[j] + (1 - b) * sum / rows;
        }
    }
}
