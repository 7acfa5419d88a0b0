package org.gradus.optim.landscape;

import java.util.SplittableRandom;
import org.gradus.core.Buffer;
import org.gradus.core.Initializer;
import org.gradus.core.Layer;
import org.gradus.core.Parameter;
import org.gradus.core.Pass;
import org.gradus.core.Shape;
import org.gradus.core.Tensor;
import org.gradus.optim.gradient.Objective;

/**
 * Two inputs, three tanh units, one output, mean square error on a few samples; a running mean of the outputs as a buffer. The
 * same loss in double for comparison.
 */
final class SmallNetwork extends Layer {
    private static final int SAMPLES = 7;

    final Parameter first = parameter("first", Shape.of(3, 2), Initializer.constant(0f));
    final Parameter bias = parameter("bias", Shape.of(3), Initializer.constant(0f));
    final Parameter second = parameter("second", Shape.of(1, 3), Initializer.constant(0f));
    final Buffer running = buffer("running", Tensor.of(0.25f));
    private final float[] x = new float[2 * SAMPLES];
    private final float[] y = new float[SAMPLES];

    SmallNetwork(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        fill(x, random);
        fill(y, random);
        for (Parameter parameter : parameters()) {
            float[] w = new float[parameter.shape().size()];
            fill(w, random);
            parameter.assign(Tensor.wrap(parameter.shape(), w));
        }
    }

    private static void fill(float[] values, SplittableRandom random) {
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (2 * random.nextDouble() - 1);
        }
    }

    /** The loss on all samples; training passes move the buffer. */
    Tensor loss(Pass pass) {
        Tensor hidden = Tensor.of(Shape.of(SAMPLES, 2), x)
                .linear(first.value(), bias.value())
                .tanh();
        Tensor out = hidden.matmul(second.value().transpose());
        if (pass.updateStatistics()) {
            running.assign(running.value().mul(0.9f).add(out.detach().mean().mul(0.1f)));
        }
        return out.sub(Tensor.of(Shape.of(SAMPLES, 1), y)).square().mean();
    }

    Objective objective() {
        return again -> loss(Pass.inference().withUpdateStatistics(!again));
    }

    /** An objective that moves the buffer whenever it is asked. */
    Objective careless() {
        return again -> loss(Pass.inference().withUpdateStatistics(true));
    }

    /** All weights in a row, in order of registration. */
    double[] weights() {
        double[] w = new double[12];
        int n = 0;
        for (Parameter parameter : parameters()) {
            for (float value : parameter.value().toArray()) {
                w[n++] = value;
            }
        }
        return w;
    }

    double loss(double[] w) {
        double sum = 0;
        for (int s = 0; s < SAMPLES; s++) {
            double out = 0;
            for (int j = 0; j < 3; j++) {
                double z = w[6 + j] + w[2 * j] * x[2 * s] + w[2 * j + 1] * x[2 * s + 1];
                out += w[9 + j] * Math.tanh(z);
            }
            sum += (out - y[s]) * (out - y[s]);
        }
        return sum / SAMPLES;
    }

    /**
     * The Hessian by second differences of the loss in double: with h = 1e−4 the truncation h²·f⁗/12 and the rounding
     * 4·2⁻⁵³·f/h² are both below 1e−7 for a loss of about 1.
     */
    double[][] hessian() {
        double h = 1e-4;
        double[] w = weights();
        double[][] hessian = new double[12][12];
        for (int i = 0; i < 12; i++) {
            for (int j = 0; j <= i; j++) {
                double d = at(w, i, h, j, h) - at(w, i, h, j, -h) - at(w, i, -h, j, h) + at(w, i, -h, j, -h);
                hessian[i][j] = d / (4 * h * h);
                hessian[j][i] = hessian[i][j];
            }
        }
        return hessian;
    }

    private double at(double[] w, int i, double di, int j, double dj) {
        double[] moved = w.clone();
        moved[i] += di;
        moved[j] += dj;
        return loss(moved);
    }
}
