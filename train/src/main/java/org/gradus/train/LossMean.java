package org.gradus.train;

/** The mean loss over batches that count by their items. */
final class LossMean {
    private double sum;
    private double items;

    /** A batch without items has no mean, and counts for nothing. */
    void add(double mean, double count) {
        sum += count == 0 ? 0 : mean * count;
        items += count;
    }

    /** NaN when there were no items. */
    double value() {
        return sum / items;
    }
}
