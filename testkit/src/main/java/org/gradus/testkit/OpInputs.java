package org.gradus.testkit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.gradus.core.Shape;
import org.gradus.core.Tensor;

/**
 * The inputs of one row for one set of shapes and one seed, as floats for the op and as one long vector of doubles for the
 * oracle.
 */
final class OpInputs {
    private final OpCase row;
    private final List<int[]> shapes;
    final float[] values;

    private OpInputs(OpCase row, List<int[]> shapes, float[] values) {
        this.row = row;
        this.shapes = shapes;
        this.values = values;
    }

    /**
     * Draws the inputs. No two elements of one domain are closer than half their mean distance, so that a numeric derivative
     * does not step over the place where one overtakes the other, which is a kink of max.
     */
    static OpInputs draw(OpCase row, String set, long seed) {
        List<int[]> shapes = OpCase.parse(set);
        int size = shapes.stream().mapToInt(OpInputs::size).sum();
        double[] fractions = spread(size, new Random(seed));
        float[] values = new float[size];
        int next = 0;
        for (int input = 0; input < shapes.size(); input++) {
            Domain domain = row.domainOf(input);
            for (int i = 0; i < size(shapes.get(input)); i++, next++) {
                values[next] = domain.at(fractions[next]);
            }
        }
        return new OpInputs(row, shapes, values);
    }

    /** Numbers in (0, 1), one in each of n equal cells, not near its borders, in random order. */
    static double[] spread(int n, Random random) {
        double[] fractions = new double[n];
        for (int i = 0; i < n; i++) {
            fractions[i] = (i + 0.25 + 0.5 * random.nextDouble()) / n;
        }
        for (int i = n - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            double swapped = fractions[i];
            fractions[i] = fractions[j];
            fractions[j] = swapped;
        }
        return fractions;
    }

    private static int size(int[] dims) {
        return Shape.of(dims).size();
    }

    /** The same inputs with other elements. */
    OpInputs with(float[] others) {
        return new OpInputs(row, shapes, others);
    }

    /** The elements in double precision. */
    double[] point() {
        double[] point = new double[values.length];
        for (int i = 0; i < point.length; i++) {
            point[i] = values[i];
        }
        return point;
    }

    /** Fresh tensors; leaves when gradients are wanted. */
    List<Tensor> tensors(boolean leaves) {
        List<Tensor> tensors = new ArrayList<>();
        int next = 0;
        for (int[] dims : shapes) {
            float[] part = new float[size(dims)];
            System.arraycopy(values, next, part, 0, part.length);
            next += part.length;
            Tensor tensor = Tensor.wrap(Shape.of(dims), part);
            tensors.add(leaves ? tensor.requiresGradient() : tensor);
        }
        return tensors;
    }

    /** What the oracle gives for these inputs. */
    DoubleTensor expected() {
        return expected(point());
    }

    /** The oracle as a function of one long vector. */
    NumericDerivative function() {
        return x -> expected(x).data();
    }

    private DoubleTensor expected(double[] x) {
        return row.oracle().apply(doubles(x));
    }

    /** What the row allows second derivatives by these inputs on top, as one long vector. */
    double[] secondSlack() {
        return row.slack().second().apply(doubles(point())).stream()
                .flatMapToDouble(units -> Arrays.stream(units.data()))
                .toArray();
    }

    /** One long vector as the inputs that it holds. */
    private List<DoubleTensor> doubles(double[] x) {
        List<DoubleTensor> inputs = new ArrayList<>();
        int next = 0;
        for (int[] dims : shapes) {
            double[] part = new double[size(dims)];
            System.arraycopy(x, next, part, 0, part.length);
            next += part.length;
            inputs.add(new DoubleTensor(dims, part));
        }
        return inputs;
    }

    /** The elements of several tensors, one after the other. */
    static float[] flatten(List<Tensor> tensors) {
        float[] all = new float[tensors.stream().mapToInt(Tensor::size).sum()];
        int next = 0;
        for (Tensor tensor : tensors) {
            System.arraycopy(tensor.toArray(), 0, all, next, tensor.size());
            next += tensor.size();
        }
        return all;
    }
}
