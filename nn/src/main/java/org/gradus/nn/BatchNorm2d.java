package org.gradus.nn;

import org.gradus.core.BatchNormResult;
import org.gradus.core.Buffer;
import org.gradus.core.Initializer;
import org.gradus.core.Normalizing;
import org.gradus.core.Parameter;
import org.gradus.core.Pass;
import org.gradus.core.Shape;
import org.gradus.core.Tensor;
import org.gradus.core.TensorLayer;

/**
 * Batch normalisation of images: each channel is brought to mean 0 and variance 1 over the batch and the plane, then scaled
 * and shifted, {@code y = gamma·(x − mean)/√(variance + eps) + beta}.
 *
 * <p>With {@link Pass#batchStatistics()} the mean and the biased variance are those of the batch; otherwise the running ones
 * are used. With {@link Pass#updateStatistics()} the running ones move towards those of the batch by
 * {@code runningStatsUpdateRate}, or the rate that the pass sets in its place; the running variance follows the unbiased
 * variance, as in the paper and PyTorch ({@link #keras} follows the biased one). A frozen layer always uses its running
 * statistics and leaves them alone.
 *
 * <p><b>Shapes:</b> {@code [n, channels, h, w]} to the same. <b>Initial values:</b> gamma 1, beta 0, running mean 0 and
 * variance 1.
 *
 * <p><b>Reference:</b> Ioffe, Szegedy, 2015, arXiv:1502.03167, algorithms 1 and 2.
 */
public final class BatchNorm2d extends TensorLayer implements Normalizing {
    private final Parameter gamma;
    private final Parameter beta;
    private final Buffer runningMean;
    private final Buffer runningVariance;
    private final double runningStatsUpdateRate;
    private final double eps;
    private final boolean unbiasedRunningVariance;

    /**
     * With PyTorch's defaults: update rate 0.1 (which PyTorch calls momentum), eps 1e-5.
     *
     * @param channels channels of the images
     */
    public BatchNorm2d(int channels) {
        this(channels, 0.1, 1e-5, true);
    }

    /**
     * With Keras's defaults: update rate 0.01 (a momentum of 0.99 there), eps 1e-3, the biased variance in the running one.
     *
     * @param channels channels of the images
     * @return the layer
     */
    public static BatchNorm2d keras(int channels) {
        return new BatchNorm2d(channels, 0.01, 1e-3, false);
    }

    /**
     * With every choice.
     *
     * @param channels channels of the images
     * @param runningStatsUpdateRate share of the batch in the new running statistics, from 0 to 1
     * @param eps added to the variance, above 0
     * @param unbiasedRunningVariance whether the running variance follows the unbiased variance of the batch
     * @throws IllegalArgumentException when a number is out of its range
     */
    public BatchNorm2d(int channels, double runningStatsUpdateRate, double eps, boolean unbiasedRunningVariance) {
        if (!(runningStatsUpdateRate >= 0 && runningStatsUpdateRate <= 1)) {
            throw new IllegalArgumentException("batchNorm2d: runningStatsUpdateRate " + runningStatsUpdateRate
                    + " is outside 0 to 1; it is the share of the new batch (PyTorch's momentum, 1 − Keras's)");
        }
        if (!(eps > 0 && eps < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("batchNorm2d: eps " + eps + " must be above 0 and finite");
        }
        if (channels < 1) {
            throw new IllegalArgumentException("batchNorm2d: " + channels + " channels; at least 1 is needed");
        }
        Shape shape = Shape.of(channels);
        this.gamma = parameter("weight", shape, Initializer.constant(1f));
        this.beta = parameter("bias", shape, Initializer.constant(0f));
        this.runningMean = buffer("running_mean", Tensor.zeros(channels));
        this.runningVariance = buffer("running_var", Tensor.ones(channels));
        this.runningStatsUpdateRate = runningStatsUpdateRate;
        this.eps = eps;
        this.unbiasedRunningVariance = unbiasedRunningVariance;
    }

    @Override
    protected Tensor compute(Tensor x, Pass pass) {
        checkInput(x);
        boolean frozen = gamma.isFrozen() && beta.isFrozen();
        if (frozen || !pass.batchStatistics()) {
            return x.batchNorm(runningMean.value(), runningVariance.value(), gamma.value(), beta.value(), eps);
        }
        int count = x.size() / gamma.shape().size();
        if (count < 2) {
            throw new IllegalArgumentException(
                    "batchNorm2d '" + path() + "': fewer than two values per channel in " + x.shape()
                            + " have no variance; use a larger batch, drop the last short one, or another normalisation");
        }
        BatchNormResult result = x.batchNorm(gamma.value(), beta.value(), eps);
        if (pass.updateStatistics()) {
            float rate = (float) pass.statisticsRate(this, count, runningStatsUpdateRate);
            float correction = unbiasedRunningVariance ? (float) (count / (count - 1.0)) : 1f;
            move(runningMean, result.mean(), 1f, rate);
            move(runningVariance, result.variance(), correction, rate);
        }
        return result.output();
    }

    private void checkInput(Tensor x) {
        if (x.rank() != 4 || x.dim(1) != gamma.shape().size()) {
            throw new IllegalArgumentException("batchNorm2d '" + path() + "': needs [n, "
                    + gamma.shape().size() + ", h, w], but the input is " + x.shape());
        }
    }

    /** Turns statistics of the batch into the running ones; at rate 1 the old value does not count, also when it is no number. */
    private static void move(Buffer running, Tensor batch, float correction, float rate) {
        float[] before = running.value().data();
        float[] moved = batch.data();
        for (int i = 0; i < moved.length; i++) {
            float corrected = moved[i] * correction;
            moved[i] = rate == 1f ? corrected : before[i] * (1f - rate) + corrected * rate;
        }
        running.assign(batch);
    }

    /** The number of channels. */
    @Override
    public String toString() {
        return "BatchNorm2d " + gamma.shape().dim(0);
    }
}
