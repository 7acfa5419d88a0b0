package org.gradus.benchmarks.probe;

/** A way through memory, as a loop over arrays of floats. */
public enum Pattern {
    /** {@code max(b[i])}: 4 bytes an element. */
    READ(4, 1),
    /** {@code a[i] = b[i]}: 8 bytes an element; what the processor reads of {@code a} before it writes is not counted. */
    COPY(8, 2),
    /** {@code a[i] = b[i] + s·c[i]}: 12 bytes an element, counted in the same way. */
    TRIAD(12, 3),
    /** {@code a[i] = a[i] + s·b[i]}: 12 bytes an element, all of which move. */
    UPDATE(12, 2);

    private final int bytes;
    private final int arrays;

    Pattern(int bytes, int arrays) {
        this.bytes = bytes;
        this.arrays = arrays;
    }

    /**
     * Bytes that one element moves.
     *
     * @return the number
     */
    public int bytes() {
        return bytes;
    }

    /**
     * How many arrays it goes through.
     *
     * @return the number
     */
    public int arrays() {
        return arrays;
    }
}
