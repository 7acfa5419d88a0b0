package org.gradus.core;

/**
 * What batch normalisation computes.
 *
 * @param output the normalised values
 * @param mean the mean of each channel, {@code [c]}, a constant
 * @param variance the biased variance of each channel, {@code [c]}, a constant
 */
public record BatchNormResult(Tensor output, Tensor mean, Tensor variance) {}
