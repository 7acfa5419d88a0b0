package org.gradus.core.backend;

import org.jspecify.annotations.Nullable;

/**
 * What a convolution does to its finished elements before they are stored; the same bits as separate steps.
 *
 * @param relu whether {@link UnaryOp#RELU} follows the bias
 * @param pool windows of which only the largest values are stored, as by {@link Conv#maxPool}; null to store everything
 */
public record ConvEpilogue(boolean relu, @Nullable Window pool) {
    /** Nothing. */
    public static final ConvEpilogue NONE = new ConvEpilogue(false, null);
}
