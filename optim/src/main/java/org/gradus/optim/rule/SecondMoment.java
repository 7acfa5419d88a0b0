package org.gradus.optim.rule;

import org.gradus.core.backend.Workers;

/** What {@link Adafactor} divides a gradient by: V, whole or in factors. */
interface SecondMoment {
    /**
     * Takes the gradient in.
     *
     * @param share how much of the new means it takes
     * @param added what is added to every square
     * @param workers the threads to use
     */
    void take(double share, double added, Workers workers);

    /**
     * Fills an array with {@code G/√V} of n elements.
     *
     * @param u the quotients, from index 0
     * @param a scratch memory of the same length
     * @param b scratch memory of the same length
     * @param from the first element
     * @param n how many
     */
    void quotients(float[] u, float[] a, float[] b, int from, int n);

    /**
     * Moves weights in a range to {@code θ − step·G/√V − shrink·θ}.
     *
     * @param w the weights
     * @param step see above
     * @param shrink see above
     * @param from the first element
     * @param to the element after the last
     */
    void move(float[] w, float step, float shrink, int from, int to);
}
