package org.gradus.train;

import java.util.Arrays;
import java.util.Locale;

/** How often each true class was taken for each class. */
public final class ConfusionMatrix {
    private final long[][] counts;

    /**
     * An empty matrix.
     *
     * @param classes how many classes there are, at least 1
     * @throws IllegalArgumentException when there are none
     */
    public ConfusionMatrix(int classes) {
        if (classes < 1) {
            throw new IllegalArgumentException("confusionMatrix: " + classes + " classes; at least 1 is needed");
        }
        counts = new long[classes][classes];
    }

    void add(int truth, int predicted) {
        counts[truth][predicted]++;
    }

    /**
     * How many classes there are.
     *
     * @return the number of rows
     */
    public int classes() {
        return counts.length;
    }

    /**
     * How many samples of one class were taken for another.
     *
     * @param truth the true class
     * @param predicted what the model said
     * @return the count
     * @throws IllegalArgumentException when there is no such class
     */
    public long count(int truth, int predicted) {
        if (truth < 0 || truth >= classes() || predicted < 0 || predicted >= classes()) {
            throw new IllegalArgumentException("confusionMatrix: truth " + truth + ", predicted " + predicted
                    + "; the classes are 0 to " + (classes() - 1));
        }
        return counts[truth][predicted];
    }

    /**
     * How many samples were seen.
     *
     * @return the sum of all counts
     */
    public long total() {
        return Arrays.stream(counts).flatMapToLong(Arrays::stream).sum();
    }

    /**
     * How many samples were taken for what they are.
     *
     * @return the sum of the diagonal
     */
    public long correct() {
        long sum = 0;
        for (int c = 0; c < counts.length; c++) {
            sum += counts[c][c];
        }
        return sum;
    }

    /**
     * The share of samples taken for what they are.
     *
     * @return from 0 to 1; NaN when none were seen
     */
    public double accuracy() {
        return (double) correct() / total();
    }

    /** A table: a row for each true class, a column for each answer, a dot for zero, and each class's share of right answers. */
    @Override
    public String toString() {
        long largest = Arrays.stream(counts).flatMapToLong(Arrays::stream).max().orElse(0);
        int width = Math.max(
                        Long.toString(largest).length(),
                        Integer.toString(counts.length - 1).length())
                + 1;
        StringBuilder text = new StringBuilder("true \\ predicted\n     ");
        for (int c = 0; c < counts.length; c++) {
            text.append(right(Integer.toString(c), width));
        }
        for (int truth = 0; truth < counts.length; truth++) {
            text.append('\n').append(right(Integer.toString(truth), 4)).append(' ');
            long row = 0;
            for (long count : counts[truth]) {
                row += count;
                text.append(right(count == 0 ? "·" : Long.toString(count), width));
            }
            if (row > 0) {
                text.append(String.format(Locale.ROOT, "   %5.1f %%", 100.0 * counts[truth][truth] / row));
            }
        }
        return text.toString();
    }

    private static String right(String text, int width) {
        return " ".repeat(Math.max(0, width - text.length())) + text;
    }
}
