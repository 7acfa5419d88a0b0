package org.gradus.core;

/**
 * What batch normalisation computes. Nothing else reads the statistics: whoever asked for them may write to their arrays.
 *
 * @param output the normalised values
 * @param mean the mean of each channel, {@code [c]}, a constant
 * @param variance the biased variance of each channel, {@code [c]}, a constant
 */
public record BatchNormResult(Tensor output, Tensor mean, Tensor variance) {}
