package org.gradus.data;

import java.util.Arrays;
import org.gradus.core.Indices;
import org.gradus.core.Shape;
import org.gradus.core.Tensor;

/**
 * Samples with class labels, held in arrays.
 *
 * @param features one row for each sample, {@code [n, ...]}
 * @param labels the class of each sample, {@code [n]}, from 0
 * @param ids a number that stays with a sample when the set is cut or shuffled; random changes to it are keyed by this
 */
public record Dataset(Tensor features, Indices labels, Indices ids) {
    /**
     * Checks that there are as many labels and ids as rows.
     *
     * @param features one row for each sample, {@code [n, ...]}
     * @param labels the class of each sample, {@code [n]}, from 0
     * @param ids a number that stays with a sample when the set is cut or shuffled; random changes to it are keyed by this
     * @throws IllegalArgumentException when there are not, or the features have no axis of samples, or a label is negative or the
     *     largest int
     */
    public Dataset {
        if (features.rank() == 0) {
            throw new IllegalArgumentException("dataset: features need an axis of samples, but are a scalar");
        }
        int n = features.dim(0);
        if (labels.size() != n || ids.size() != n) {
            throw new IllegalArgumentException("dataset: " + n + " rows of features, but " + labels.size()
                    + " labels and " + ids.size() + " ids; give one of each for every row");
        }
        int[] classes = labels.data();
        for (int i = 0; i < n; i++) {
            if (classes[i] < 0 || classes[i] == Integer.MAX_VALUE) {
                throw new IllegalArgumentException("dataset: label " + classes[i] + " of row " + i
                        + " is no class; classes count from 0 to at most 2147483646");
            }
        }
    }

    /**
     * Samples whose ids are their row numbers.
     *
     * @param features one row for each sample
     * @param labels the class of each sample
     * @return the set
     */
    public static Dataset of(Tensor features, Indices labels) {
        int[] ids = new int[labels.size()];
        Arrays.setAll(ids, i -> i);
        return new Dataset(features, labels, Indices.of(ids));
    }

    /**
     * How many samples there are.
     *
     * @return the number of rows
     */
    public int size() {
        return labels.size();
    }

    /**
     * How many classes there are: the largest label plus one.
     *
     * @return the number, 0 for an empty set
     */
    public int classes() {
        int largest = -1;
        for (int label : labels.data()) {
            largest = Math.max(largest, label);
        }
        return largest + 1;
    }

    /**
     * The samples at the given rows, in that order.
     *
     * @param rows row numbers, from 0
     * @return a new set
     * @throws IllegalArgumentException when there is no such row
     */
    public Dataset rows(int... rows) {
        int width = size() == 0 ? 0 : features.size() / size();
        float[] from = features.data();
        float[] picked = new float[Math.multiplyExact(rows.length, width)];
        int[] pickedLabels = new int[rows.length];
        int[] pickedIds = new int[rows.length];
        for (int i = 0; i < rows.length; i++) {
            int row = rows[i];
            if (row < 0 || row >= size()) {
                throw new IllegalArgumentException(
                        "dataset: row " + row + " at position " + i + " is outside 0 to " + (size() - 1));
            }
            System.arraycopy(from, row * width, picked, i * width, width);
            pickedLabels[i] = labels.data()[row];
            pickedIds[i] = ids.data()[row];
        }
        int[] dims = features.shape().dims();
        dims[0] = rows.length;
        return new Dataset(Tensor.wrap(Shape.of(dims), picked), Indices.of(pickedLabels), Indices.of(pickedIds));
    }

    /**
     * The samples of a run of rows.
     *
     * @param from the first row
     * @param to the row after the last
     * @return a new set
     * @throws IllegalArgumentException when the run is not within the set
     */
    public Dataset range(int from, int to) {
        if (from < 0 || to < from || to > size()) {
            throw new IllegalArgumentException(
                    "dataset: rows " + from + " to " + to + " are not within the " + size() + " rows");
        }
        int[] rows = new int[to - from];
        Arrays.setAll(rows, i -> from + i);
        return rows(rows);
    }

    /**
     * The same samples with other features.
     *
     * @param changed one row for each sample
     * @return a new set
     */
    public Dataset withFeatures(Tensor changed) {
        return new Dataset(changed, labels, ids);
    }
}
