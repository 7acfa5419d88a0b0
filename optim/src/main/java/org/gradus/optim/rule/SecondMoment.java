package org.gradus.optim.rule;

/** What {@link Adafactor} divides a gradient by: V, whole or in factors. */
interface SecondMoment {
    /**
     * Takes the gradient in.
     *
     * @param share how much of the new means it takes
     * @param added what is added to every square
     * @param context the threads to use, and where to compute
     */
    void take(double share, double added, StepContext context);

    /**
     * Computes {@code G/√V}.
     *
     * @param u the quotients
     * @param context the threads to use, and where to compute
     */
    void quotients(float[] u, StepContext context);
}
