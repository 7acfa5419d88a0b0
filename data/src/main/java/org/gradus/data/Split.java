package org.gradus.data;

import java.util.Arrays;
import org.gradus.core.Rng;

/**
 * A data set cut into parts that share no sample.
 *
 * <p>Whatever is fitted (means, scales, stopping) is fitted on {@code train} and {@code validation} alone.
 *
 * @param train what weights are fitted on
 * @param validation what choices are made by
 * @param test what is looked at once
 */
public record Split(Dataset train, Dataset validation, Dataset test) {
    /**
     * Cuts by the order of the rows: the first for training and validation, the rest for the test. Right where neighbouring
     * rows belong together, such as the samples of one writer.
     *
     * @param all the whole set
     * @param testFrom the first row of the test part
     * @param validation how many of the rows before it, drawn by chance but alike in classes, validate
     * @param rng what draws
     * @return the parts
     * @throws IllegalArgumentException when a part would be negative
     */
    public static Split byOrder(Dataset all, int testFrom, int validation, Rng rng) {
        Dataset[] parts = takeStratified(all.range(0, testFrom), validation, rng);
        return new Split(parts[1], parts[0], all.range(testFrom, all.size()));
    }

    /**
     * Cuts by chance, so that every part has the classes in the proportions of the whole.
     *
     * @param all the whole set
     * @param validation how many samples validate
     * @param test how many samples are for the test
     * @param rng what draws
     * @return the parts
     * @throws IllegalArgumentException when a part would be negative
     */
    public static Split stratified(Dataset all, int validation, int test, Rng rng) {
        Dataset[] tested = takeStratified(all, test, rng.at("test"));
        Dataset[] validated = takeStratified(tested[1], validation, rng.at("validation"));
        return new Split(validated[1], validated[0], tested[0]);
    }

    /**
     * Draws {@code count} samples, each class in proportion, and gives them and the rest, both in the order of the rows.
     * Each class gets the whole part of its share; what is left goes to the classes with the largest remainders, the first of
     * equals first.
     */
    private static Dataset[] takeStratified(Dataset all, int count, Rng rng) {
        int n = all.size();
        if (count < 0 || count > n) {
            throw new IllegalArgumentException("split: " + count + " samples cannot be taken from " + n);
        }
        int[] labels = all.labels().data();
        int[] quota = quotas(labels, all.classes(), count);
        int[] taken = new int[count];
        int[] rest = new int[n - count];
        int t = 0;
        int r = 0;
        for (int row : rng.permutation(n)) {
            if (quota[labels[row]] > 0) {
                quota[labels[row]]--;
                taken[t++] = row;
            } else {
                rest[r++] = row;
            }
        }
        Arrays.sort(taken);
        Arrays.sort(rest);
        return new Dataset[] {all.rows(taken), all.rows(rest)};
    }

    private static int[] quotas(int[] labels, int classes, int count) {
        int[] size = new int[classes];
        for (int label : labels) {
            size[label]++;
        }
        int[] quota = new int[classes];
        long[] remainder = new long[classes];
        int left = count;
        for (int c = 0; c < classes; c++) {
            long share = (long) size[c] * count;
            quota[c] = (int) (share / labels.length);
            remainder[c] = share % labels.length;
            left -= quota[c];
        }
        for (; left > 0; left--) {
            int largest = 0;
            for (int c = 1; c < classes; c++) {
                if (remainder[c] > remainder[largest]) {
                    largest = c;
                }
            }
            quota[largest]++;
            remainder[largest] = -1;
        }
        return quota;
    }
}
