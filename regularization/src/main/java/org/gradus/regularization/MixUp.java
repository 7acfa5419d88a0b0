package org.gradus.regularization;

import org.gradus.core.Indices;
import org.gradus.core.Rng;
import org.gradus.core.Tensor;

/**
 * Mixes every sample of a batch with another one, and their labels in the same proportion:
 * {@code x ← λ·x + (1 − λ)·x', q ← λ·y + (1 − λ)·y'} with {@code λ ~ Beta(α, α)}, one λ for the batch and the partners by a random
 * permutation.
 *
 * <pre>{@code
 * Mixture mixed = MixUp.defaults().mix(batch.features(), batch.labels(), 10, rng.at(step));
 * Tensor loss = model.forward(mixed.inputs(), pass).crossEntropy(mixed.targets());
 * }</pre>
 *
 * <p>The targets are distributions, so the loss is {@code crossEntropy(Tensor)}. What is drawn depends on the given numbers
 * alone.
 *
 * <p><b>Reference:</b> Zhang, Cisse, Dauphin, Lopez-Paz 2018, arXiv:1710.09412, Figure 1; smoothing as in
 * {@link LabelSmoothing}, applied before mixing.
 *
 * @param alpha α, in [0, infinity); 0 mixes nothing, 1 draws λ uniformly
 * @param smoothing the share of each target that is spread over all classes, in [0, 1]
 */
public record MixUp(double alpha, double smoothing) {
    /**
     * Checks the ranges.
     *
     * @param alpha α
     * @param smoothing the share spread over all classes
     * @throws IllegalArgumentException when a value is outside its range
     */
    public MixUp {
        Mixture.check("MixUp", alpha, smoothing);
    }

    /**
     * α = 0.2, within the paper's 0.1 to 0.4 for ImageNet; no smoothing.
     *
     * @return the mixing
     */
    public static MixUp defaults() {
        return new MixUp(0.2, 0);
    }

    /**
     * Mixes a batch.
     *
     * <p><b>Shapes:</b> {@code [n, ...]}, labels {@code [n]} to inputs {@code [n, ...]} and targets {@code [n, classes]}.
     *
     * @param inputs the samples
     * @param labels their classes
     * @param classes how many classes there are
     * @param rng random numbers for this batch alone
     * @return the mixed samples and their targets
     * @throws IllegalArgumentException when the numbers of samples differ, or a label is no class
     */
    public Mixture mix(Tensor inputs, Indices labels, int classes, Rng rng) {
        Mixture.checkBatch("MixUp", inputs, labels);
        float lambda = (float) BetaDraw.symmetric(alpha, rng.at("lambda"));
        int[] partners = rng.at("partners").permutation(labels.size());
        Tensor others = inputs.take(0, Indices.of(partners));
        Tensor mixed = inputs.mul(lambda).add(others.mul(1f - lambda));
        return new Mixture(mixed, SoftTargets.mixed("MixUp", labels, partners, lambda, classes, smoothing), lambda);
    }
}
