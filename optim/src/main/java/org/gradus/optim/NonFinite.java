package org.gradus.optim;

/** What an optimizer does with a step whose gradients have a NaN or an infinity. Neither choice touches weights or state. */
public enum NonFinite {
    /** Leave the step out and say so in the {@link StepReport}. */
    SKIP,
    /** Throw an {@link ArithmeticException} that names the first offending parameter. */
    THROW
}
