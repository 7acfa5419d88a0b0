package org.gradus.core;

import java.util.IdentityHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What kind of forward pass this is: with noise or without, with statistics of the batch or the running ones, and the key of
 * its random numbers. One object serves one forward pass of one thread.
 *
 * <p>{@link #training} has all three switches on and {@link #inference} none; the withers make the others: recalibrating
 * batch statistics ({@link RunningStatistics}) is inference with {@code batchStatistics} and {@code updateStatistics},
 * Monte-Carlo dropout is inference with {@code noise}.
 */
public final class Pass {
    /** How far the running statistics of a layer move towards those of a batch. */
    @FunctionalInterface
    public interface StatisticsRate {
        /**
         * The share of a batch in the new running statistics.
         *
         * @param layer whose statistics they are
         * @param values how many values of this batch each statistic is taken over
         * @param own the layer's own rate
         * @return from 0, which leaves the running statistics alone, to 1, which replaces them
         */
        double of(Layer layer, long values, double own);
    }

    private static final StatisticsRate OWN = (layer, values, own) -> own;

    private final boolean noise;
    private final boolean batchStatistics;
    private final boolean updateStatistics;
    private final StatisticsRate statisticsRate;
    private final @Nullable Rng rng;

    /** How often each layer has drawn; null until one does. */
    private @Nullable IdentityHashMap<Layer, int[]> draws;

    private Pass(
            boolean noise,
            boolean batchStatistics,
            boolean updateStatistics,
            StatisticsRate statisticsRate,
            @Nullable Rng rng) {
        this.noise = noise;
        this.batchStatistics = batchStatistics;
        this.updateStatistics = updateStatistics;
        this.statisticsRate = statisticsRate;
        this.rng = rng;
    }

    /**
     * A pass for training.
     *
     * @param rng its random numbers; a function of the seed
     * @param step the number of the training step, which becomes part of the key
     * @return noise, batch statistics and their update all on
     */
    public static Pass training(Rng rng, long step) {
        return new Pass(true, true, true, OWN, rng.at(step));
    }

    /**
     * A pass for use.
     *
     * @return noise, batch statistics and their update all off
     */
    public static Pass inference() {
        return new Pass(false, false, false, OWN, null);
    }

    /**
     * The same pass, begun anew, with dropout and other noise on or off.
     *
     * @param on whether layers add noise
     * @param numbers the random numbers to use
     * @return the changed pass
     */
    public Pass withNoise(boolean on, Rng numbers) {
        return new Pass(on, batchStatistics, updateStatistics, statisticsRate, numbers);
    }

    /**
     * The same pass, begun anew, with the statistics of the batch instead of the running ones, or the other way round.
     *
     * @param on whether normalisation uses the batch
     * @return the changed pass
     */
    public Pass withBatchStatistics(boolean on) {
        return new Pass(noise, on, updateStatistics, statisticsRate, rng);
    }

    /**
     * The same pass, begun anew, with the running statistics updated or left alone.
     *
     * @param on whether they are updated
     * @return the changed pass
     */
    public Pass withUpdateStatistics(boolean on) {
        return new Pass(noise, batchStatistics, on, statisticsRate, rng);
    }

    /**
     * The same pass, begun anew, with another rate at which running statistics are updated, in place of each layer's own.
     *
     * @param rate the rate
     * @return the changed pass
     */
    public Pass withStatisticsRate(StatisticsRate rate) {
        return new Pass(noise, batchStatistics, updateStatistics, rate, rng);
    }

    /**
     * Whether layers add noise, as dropout does.
     *
     * @return true in training
     */
    public boolean noise() {
        return noise;
    }

    /**
     * Whether normalisation uses the statistics of the batch.
     *
     * @return true in training
     */
    public boolean batchStatistics() {
        return batchStatistics;
    }

    /**
     * Whether running statistics are updated.
     *
     * @return true in training
     */
    public boolean updateStatistics() {
        return updateStatistics;
    }

    /**
     * How far a layer is to move its running statistics, where {@link #updateStatistics()} says that it does.
     *
     * @param layer the layer
     * @param values how many values of this batch each of its statistics is taken over
     * @param own the layer's own rate
     * @return the share of the batch in the new running statistics, from 0 to 1
     * @throws IllegalStateException when the rate that was set is outside of 0 to 1
     */
    public double statisticsRate(Layer layer, long values, double own) {
        double rate = statisticsRate.of(layer, values, own);
        if (!(rate >= 0 && rate <= 1)) {
            throw new IllegalStateException("layer '" + layer.path()
                    + "': the pass gives its running statistics the rate " + rate + ", which is outside 0 to 1");
        }
        return rate;
    }

    /**
     * Random numbers for one draw of one layer: a function of the pass's key, the layer's path and how often this layer has
     * drawn in this pass.
     *
     * @param layer who draws
     * @return the numbers
     * @throws IllegalStateException when the pass has no random numbers
     */
    public Rng draw(Layer layer) {
        if (rng == null) {
            throw new IllegalStateException("layer '" + layer.path()
                    + "' draws random numbers, but this pass has none; use Pass.training or withNoise");
        }
        if (draws == null) {
            draws = new IdentityHashMap<>();
        }
        int[] count = draws.computeIfAbsent(layer, l -> new int[1]);
        return rng.at(layer.path()).at(count[0]++);
    }
}
