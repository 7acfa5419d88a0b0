package org.gradus.nn;

/**
 * How many inputs feed one output of a layer and how many outputs one input feeds: what the variance of initial weights
 * depends on. The layer states them, since a weight's shape alone does not tell which axis is which.
 *
 * @param in inputs of one output, at least 1
 * @param out outputs of one input, at least 1
 */
public record Fans(int in, int out) {
    /**
     * Checks the numbers.
     *
     * @param in inputs of one output, at least 1
     * @param out outputs of one input, at least 1
     * @throws IllegalArgumentException when one is below 1
     */
    public Fans {
        if (in < 1 || out < 1) {
            throw new IllegalArgumentException("fans: in = " + in + ", out = " + out + "; both must be at least 1");
        }
    }
}
