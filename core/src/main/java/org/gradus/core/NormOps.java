package org.gradus.core;

import org.gradus.core.backend.Backends;

/**
 * Normalisation to mean 0 and variance 1, or to mean square 1, then a learned scale and shift. Variances are biased, and ε is
 * inside the root.
 */
public sealed interface NormOps permits Tensor {
    /**
     * Batch normalisation with the statistics of the batch: {@code y = (x − μ)/√(σ² + ε)·γ + β} with μ and σ² of each
     * channel over images and places. The result holds μ and the biased σ² for running statistics; the unbiased variance is
     * {@code σ²·m/(m − 1)} with m values in a channel.
     *
     * <p><b>Shapes:</b> {@code [n, c]} or {@code [n, c, h, w]}; gamma and beta {@code [c]}. <b>Gradient:</b> with
     * {@code x̂ = (x − μ)/√(σ² + ε)}: {@code γ/√(σ² + ε)·(g − mean(g) − x̂·mean(g·x̂))}, {@code Σ g·x̂} and {@code Σ g}; none
     * flows through the returned statistics.
     *
     * <p><b>Reference:</b> Ioffe and Szegedy, 2015, arXiv:1502.03167, algorithm 1.
     *
     * @param gamma γ
     * @param beta β
     * @param eps ε, above 0; usually 1e-5
     * @return the output and the statistics
     * @throws IllegalArgumentException when the shapes do not fit, ε is not positive, or a channel has fewer than two values
     */
    default BatchNormResult batchNorm(Tensor gamma, Tensor beta, double eps) {
        Tensor x = (Tensor) this;
        int c = ChannelNorm.channels(x.shape());
        Normalization.check("batchNorm", x.shape(), x.shape().part(1, 2), gamma, beta, eps);
        int values = c == 0 ? 0 : x.size() / c;
        if (values < 2) {
            throw new IllegalArgumentException("batchNorm: the input " + x.shape() + " has " + values
                    + " values per channel, too few for a variance; use a larger batch, drop an incomplete last batch, or"
                    + " normalise by layer or group instead");
        }
        return ChannelNorm.ofBatch(x, gamma, beta, eps);
    }

    /**
     * Batch normalisation with given statistics: {@code y = (x − μ)/√(σ² + ε)·γ + β}.
     *
     * <p><b>Shapes:</b> {@code [n, c]} or {@code [n, c, h, w]}; all others {@code [c]}. <b>Gradient:</b>
     * {@code g·γ/√(σ² + ε)}, {@code Σ g·(x − μ)/√(σ² + ε)} and {@code Σ g}; the statistics are constants.
     *
     * @param mean μ
     * @param variance σ², none negative
     * @param gamma γ
     * @param beta β
     * @param eps ε, above 0; usually 1e-5
     * @return the output
     * @throws IllegalArgumentException when the shapes do not fit, ε is not positive, or the statistics want a gradient
     */
    default Tensor batchNorm(Tensor mean, Tensor variance, Tensor gamma, Tensor beta, double eps) {
        Tensor x = (Tensor) this;
        Shape channels = Shape.of(ChannelNorm.channels(x.shape()));
        Normalization.check("batchNorm", x.shape(), channels, gamma, beta, eps);
        Normalization.checkShape("batchNorm", x.shape(), channels, "mean", mean);
        Normalization.checkShape("batchNorm", x.shape(), channels, "variance", variance);
        if (mean.needsGradient() || variance.needsGradient()) {
            throw new IllegalArgumentException("batchNorm: given statistics are constants, but these need a gradient;"
                    + " detach() them, or use the statistics of the batch");
        }
        return ChannelNorm.given(x, mean, variance, gamma, beta, eps);
    }

    /**
     * Layer normalisation: {@code y = (x − μ)/√(σ² + ε)·γ + β} with μ and σ² over the last axes of each sample.
     *
     * <p><b>Shapes:</b> {@code […, d₁, …, dₖ]} with k normalised axes; gamma and beta {@code [d₁, …, dₖ]}. <b>Gradient:</b>
     * with {@code x̂ = (x − μ)/√(σ² + ε)} and {@code h = g·γ}: {@code (h − mean(h) − x̂·mean(h·x̂))/√(σ² + ε)}, and
     * {@code g·x̂} and {@code g} summed over the leading axes.
     *
     * <p><b>Reference:</b> Ba, Kiros and Hinton, 2016, arXiv:1607.06450, section 3.
     *
     * @param normalizedAxes how many of the last axes are normalised together
     * @param gamma γ
     * @param beta β
     * @param eps ε, above 0; usually 1e-5
     * @return the output
     * @throws IllegalArgumentException when there are not that many axes, the shapes do not fit or ε is not positive
     */
    default Tensor layerNorm(int normalizedAxes, Tensor gamma, Tensor beta, double eps) {
        Tensor x = (Tensor) this;
        int[] axes = Normalization.lastAxes("layerNorm", x.shape(), normalizedAxes);
        int leading = x.rank() - normalizedAxes;
        Shape normalized = x.shape().part(leading, x.rank());
        Normalization.check("layerNorm", x.shape(), normalized, gamma, beta, eps);
        int n = normalized.size();
        int rows = x.shape().part(0, leading).size();
        float[] out = Scratch.floats(x.size());
        float[] mean = Scratch.hidden(rows);
        float[] rstd = Scratch.hidden(rows);
        if (out.length > 0) {
            Backends.current()
                    .norms()
                    .normalizeRows(rows, n, (float) eps, x.data(), gamma.data(), beta.data(), out, mean, rstd);
        }
        return Tape.record("layerNorm", x.shape(), out, x, gamma, beta)
                .backwardBy(g -> Tape.recording()
                        ? Normalization.gradients(x, gamma, eps, axes, g)
                        : RowNorm.gradients(x, gamma, mean, rstd, g));
    }

    /**
     * Group normalisation: {@code y = (x − μ)/√(σ² + ε)·γ + β} with μ and σ² over the channels of a group, and all places, of
     * each sample; γ and β belong to channels. One group is layer normalisation with a scale and shift for each channel, as many groups as
     * channels is instance normalisation. A group of a single element gives β.
     *
     * <p><b>Shapes:</b> {@code [n, c, …]}; gamma and beta {@code [c]}. <b>Gradient:</b> with {@code x̂ = (x − μ)/√(σ² + ε)} and
     * {@code h = g·γ}: {@code (h − mean(h) − x̂·mean(h·x̂))/√(σ² + ε)} with means over the group, and {@code g·x̂} and
     * {@code g} summed over samples and places.
     *
     * <p><b>Reference:</b> Wu and He, 2018, arXiv:1803.08494, equations 1, 2, 6 and 7.
     *
     * @param groups into how many groups of neighbours the channels are divided
     * @param gamma γ
     * @param beta β
     * @param eps ε, above 0; usually 1e-5
     * @return the output
     * @throws IllegalArgumentException when the channels do not divide into that many groups, the shapes do not fit or ε is
     *     not positive
     */
    default Tensor groupNorm(int groups, Tensor gamma, Tensor beta, double eps) {
        Tensor x = (Tensor) this;
        GroupedNorm.checkGroups(x.shape(), groups);
        Normalization.check("groupNorm", x.shape(), Shape.of(x.dim(1)), gamma, beta, eps);
        return GroupedNorm.of(x, groups, gamma, beta, eps);
    }

    /**
     * Normalisation by the root mean square: {@code y = x/√(mean(x²) + ε)·γ} with the mean over the last axes of each sample.
     * Nothing is subtracted and nothing added.
     *
     * <p><b>Shapes:</b> {@code […, d₁, …, dₖ]} with k normalised axes; gamma {@code [d₁, …, dₖ]}. <b>Gradient:</b> with
     * {@code x̂ = x/√(mean(x²) + ε)} and {@code h = g·γ}: {@code (h − x̂·mean(h·x̂))/√(mean(x²) + ε)}, and {@code g·x̂} summed
     * over the leading axes.
     *
     * <p><b>Reference:</b> Zhang and Sennrich, 2019, arXiv:1910.07467, equation 4; the ε under the root, which the equation
     * lacks, is PyTorch's.
     *
     * @param normalizedAxes how many of the last axes are normalised together
     * @param gamma γ
     * @param eps ε, above 0; PyTorch takes 2⁻²³
     * @return the output
     * @throws IllegalArgumentException when there are not that many axes, the shapes do not fit or ε is not positive
     */
    default Tensor rmsNorm(int normalizedAxes, Tensor gamma, double eps) {
        Tensor x = (Tensor) this;
        int[] axes = Normalization.lastAxes("rmsNorm", x.shape(), normalizedAxes);
        Shape normalized = x.shape().part(axes[0], x.rank());
        Normalization.checkShape("rmsNorm", x.shape(), normalized, "gamma", gamma);
        Normalization.checkEps("rmsNorm", eps);
        return RootMeanSquareNorm.of(x, axes, gamma, eps);
    }
}
