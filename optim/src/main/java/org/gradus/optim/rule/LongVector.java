package org.gradus.optim.rule;

import java.util.List;
import java.util.Optional;
import org.gradus.core.Shape;
import org.gradus.core.Tensor;
import org.gradus.core.backend.Workers;
import org.gradus.optim.gradient.ParameterVector;

/** The weights of several parameters, or something of their shapes, as one long vector of floats; sums are in double. */
final class LongVector {
    private final float[][] pieces;
    private final Workers workers;

    private LongVector(float[][] pieces, Workers workers) {
        this.pieces = pieces;
        this.workers = workers;
    }

    /** A vector over live arrays. */
    static LongVector over(Workers workers, List<float[]> pieces) {
        return new LongVector(pieces.toArray(float[][]::new), workers);
    }

    /** The pieces that belong to the parts; zeros where the vector has none. */
    static LongVector of(Workers workers, List<Part> parts, ParameterVector vector) {
        float[][] pieces = new float[parts.size()][];
        for (int i = 0; i < pieces.length; i++) {
            Optional<Tensor> found = vector.find(parts.get(i).parameter());
            int n = parts.get(i).parameter().shape().size();
            pieces[i] = found.isPresent() ? found.get().data() : new float[n];
        }
        return new LongVector(pieces, workers);
    }

    Tensor piece(int i, Shape shape) {
        return Tensor.wrap(shape, pieces[i]);
    }

    double dot(LongVector other) {
        double sum = 0;
        for (int i = 0; i < pieces.length; i++) {
            sum += Sums.dot(pieces[i], other.pieces[i], workers);
        }
        return sum;
    }

    double absoluteSum() {
        double sum = 0;
        for (float[] x : pieces) {
            sum += Sums.of(x.length, 1, workers, (from, to, sums, at) -> sums[at] = Sums.absolute(x, from, to))[0];
        }
        return sum;
    }

    double greatest() {
        float most = 0;
        for (float[] piece : pieces) {
            for (float x : piece) {
                most = Math.max(most, Math.abs(x));
            }
        }
        return most;
    }

    LongVector times(double factor) {
        LongVector product = new LongVector(new float[pieces.length][], workers);
        for (int i = 0; i < pieces.length; i++) {
            product.pieces[i] = new float[pieces[i].length];
        }
        product.add(factor, this);
        return product;
    }

    LongVector plus(double factor, LongVector other) {
        LongVector sum = times(1);
        sum.add(factor, other);
        return sum;
    }

    /** Adds to this vector itself. */
    void add(double factor, LongVector other) {
        float f = (float) factor;
        for (int p = 0; p < pieces.length; p++) {
            float[] x = pieces[p];
            float[] y = other.pieces[p];
            workers.split(x.length, (from, to) -> add(x, f, y, from, to));
        }
    }

    private static void add(float[] x, float f, float[] y, int from, int to) {
        for (int i = from; i < to; i++) {
            x[i] += f * y[i];
        }
    }

    void multiply(double factor) {
        float f = (float) factor;
        for (float[] x : pieces) {
            workers.split(x.length, (from, to) -> multiply(x, f, from, to));
        }
    }

    private static void multiply(float[] x, float f, int from, int to) {
        for (int i = from; i < to; i++) {
            x[i] *= f;
        }
    }

    void copyTo(LongVector other) {
        for (int i = 0; i < pieces.length; i++) {
            System.arraycopy(pieces[i], 0, other.pieces[i], 0, pieces[i].length);
        }
    }
}
