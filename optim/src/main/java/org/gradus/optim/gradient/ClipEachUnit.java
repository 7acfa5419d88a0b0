package org.gradus.optim.gradient;

import org.gradus.core.Tensor;
import org.gradus.core.backend.Workers;
import org.gradus.optim.check.Accepted;
import org.gradus.optim.sum.SquareSum;

/**
 * Adaptive gradient clipping, AGC: {@code gᵢ ← gᵢ · min(1, factor·max(‖wᵢ‖, eps) / ‖gᵢ‖)} for each unit i.
 *
 * <p>A unit is what belongs to one index of the first axis: a row of a matrix {@code [out, in]}, a filter of a convolution
 * {@code [out, in, h, w]}. Biases and norm parameters, of rank 0 and 1, are one unit each, as in the authors' code. Norms are
 * accumulated in double.
 *
 * <p>The paper leaves the last linear layer out, which this class cannot know: {@code clipEachUnit(0.01).only(p -> p.owner()
 * != head)}.
 *
 * <p><b>Reference:</b> Brock, De, Smith, Simonyan 2021, arXiv:2102.06171, Section 4.1; the paper uses a factor of 0.01 at
 * batches of 4096, larger ones at smaller batches, and eps = 1e−3. Deviation: a matrix {@code [out, 1]} has {@code out} units;
 * the authors' code takes it for one.
 *
 * @param factor λ, the greatest ratio of the norms let through, above 0
 * @param eps what counts for the norm of weights that are shorter, above 0
 */
public record ClipEachUnit(double factor, double eps) implements GradientTransform {
    static final double EPS = 1e-3;

    /**
     * Checks the ranges.
     *
     * @param factor λ, the greatest ratio of the norms let through
     * @param eps what counts for the norm of weights that are shorter
     * @throws IllegalArgumentException when a value is outside its range
     */
    public ClipEachUnit {
        Accepted.positive("clipEachUnit", "factor", factor);
        Accepted.positive("clipEachUnit", "eps", eps);
    }

    @Override
    public ParameterVector apply(long step, ParameterVector gradients) {
        Workers workers = gradients.workers();
        return gradients.map((parameter, tensor) -> {
            Units units = Units.of(tensor.shape());
            float[] w = parameter.value().data();
            float[] x = tensor.data();
            float[] y = new float[x.length];
            if (units.count() == 1) {
                float coefficient = coefficient(SquareSum.of(w, workers), SquareSum.of(x, workers));
                workers.split(x.length, (from, to) -> scale(coefficient, x, y, from, to));
            } else {
                units.split(workers, (from, to) -> clip(units.length(), w, x, y, from, to));
            }
            return Tensor.wrap(tensor.shape(), y);
        });
    }

    private void clip(int length, float[] w, float[] x, float[] y, int firstUnit, int lastUnit) {
        for (int unit = firstUnit; unit < lastUnit; unit++) {
            int from = unit * length;
            float coefficient = coefficient(SquareSum.of(w, from, length), SquareSum.of(x, from, length));
            scale(coefficient, x, y, from, from + length);
        }
    }

    private float coefficient(double squaresOfWeights, double squaresOfGradients) {
        double limit = factor * Math.max(Math.sqrt(squaresOfWeights), eps);
        double norm = Math.sqrt(squaresOfGradients);
        return norm > limit ? (float) (limit / norm) : 1f;
    }

    private static void scale(float coefficient, float[] x, float[] y, int from, int to) {
        for (int i = from; i < to; i++) {
            y[i] = coefficient * x[i];
        }
    }
}
