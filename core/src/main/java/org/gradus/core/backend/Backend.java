package org.gradus.core.backend;

/**
 * The kernels that tensors run on, in families. A backend accelerates the families that it can and returns the scalar ones
 * for the rest; every family of every backend gives the same bits as the scalar one.
 */
public interface Backend {
    /**
     * The backend's name and what it runs on, in one line, such as {@code simd (256 bit, 2 threads)}.
     *
     * @return a line for logs and reports
     */
    String description();

    /**
     * Elementwise functions.
     *
     * @return the family
     */
    Elementwise elementwise();

    /**
     * Reductions and scans.
     *
     * @return the family
     */
    Reduce reduce();

    /**
     * Softmax and its kin.
     *
     * @return the family
     */
    Rows rows();

    /**
     * Normalisation of rows and of channels.
     *
     * @return the family
     */
    Norms norms();

    /**
     * Matrix products.
     *
     * @return the family
     */
    Gemm gemm();

    /**
     * Convolution and pooling.
     *
     * @return the family
     */
    Conv conv();

    /**
     * Copies, gathers and scatters.
     *
     * @return the family
     */
    Movement movement();

    /**
     * Random numbers.
     *
     * @return the family
     */
    Draw draw();
}
