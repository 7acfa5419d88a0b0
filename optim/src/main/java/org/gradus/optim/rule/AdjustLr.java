package org.gradus.optim.rule;

/** How {@link Muon} adapts the learning rate to a matrix of A rows and B columns. */
public enum AdjustLr {
    /** {@code lr·√max(1, A/B)}: K. Jordan's, and PyTorch's default; a rate near 0.02 is customary. */
    ORIGINAL {
        @Override
        double factor(int rows, int columns) {
            return Math.sqrt(Math.max(1, (double) rows / columns));
        }
    },
    /**
     * {@code lr·0.2·√max(A, B)}: updates as large as AdamW's, so that rate and decay can be those of AdamW (Liu et al. 2025,
     * arXiv:2502.16982, equation 4).
     */
    MATCH_RMS_ADAMW {
        @Override
        double factor(int rows, int columns) {
            return 0.2 * Math.sqrt(Math.max(rows, columns));
        }
    };

    abstract double factor(int rows, int columns);
}
