package org.gradus.optim;

import org.jspecify.annotations.Nullable;

/**
 * What one call of {@link Optimizer#step} did.
 *
 * @param step how many steps have been applied so far, this one included if it was
 * @param rate the learning rate of this step, before the factors of groups
 * @param gradientNorm the joint norm of all gradients before any transform
 * @param skippedBecause why nothing was changed; null when the step was applied
 */
public record StepReport(
        long step,
        double rate,
        double gradientNorm,
        @Nullable String skippedBecause) {
    /**
     * Whether weights and state were changed.
     *
     * @return false when the step was skipped
     */
    public boolean applied() {
        return skippedBecause == null;
    }
}
