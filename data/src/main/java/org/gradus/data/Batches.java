package org.gradus.data;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.gradus.core.Rng;

/**
 * Cuts a data set into batches, in a new order each epoch that depends on the seed and the epoch's number alone.
 *
 * <p>A batch of all samples is batch gradient descent, of one sample stochastic, of anything between mini-batch. A last
 * batch of a single sample is dropped when batches are larger, since one sample has no batch statistics; every other last
 * batch is used, however short.
 */
public final class Batches {
    private final Dataset data;
    private final int size;
    private final Rng rng;
    private final List<Augmentation> augmentations;

    /**
     * Batches without augmentation.
     *
     * @param data the samples
     * @param size samples in a batch
     * @param rng what shuffles
     * @throws IllegalArgumentException when the size is below 1, or there are no samples
     */
    public Batches(Dataset data, int size, Rng rng) {
        this(data, size, rng, List.of());
    }

    private Batches(Dataset data, int size, Rng rng, List<Augmentation> augmentations) {
        if (size < 1) {
            throw new IllegalArgumentException("batches: size " + size + " must be at least 1");
        }
        if (data.size() == 0) {
            throw new IllegalArgumentException("batches: the data set is empty");
        }
        this.data = data;
        this.size = size;
        this.rng = rng;
        this.augmentations = augmentations;
    }

    /**
     * The same batches with random changes to every sample, keyed by epoch, sample and the change's place in the list, so
     * that they do not depend on the batch a sample comes in.
     *
     * @param changes applied one after the other
     * @return new batches
     */
    public Batches augmented(Augmentation... changes) {
        return new Batches(data, size, rng, List.of(changes));
    }

    /**
     * How many batches an epoch has.
     *
     * @return at least 1
     */
    public int perEpoch() {
        int n = data.size();
        int whole = n / size;
        int tail = n % size;
        return tail == 0 || tail == 1 && whole > 0 ? whole : whole + 1;
    }

    /**
     * The batches of one epoch.
     *
     * @param epoch its number
     * @return batches in a random order that is a function of the seed and the epoch; made one by one as they are asked for
     */
    public Iterable<Batch> epoch(long epoch) {
        Rng key = rng.at(epoch);
        int[] order = key.at("order").permutation(data.size());
        return () -> new Iterator<>() {
            private int next;

            @Override
            public boolean hasNext() {
                return next < perEpoch();
            }

            @Override
            public Batch next() {
                if (!hasNext()) {
                    throw new NoSuchElementException("batches: the epoch has " + perEpoch() + " batches");
                }
                int from = next++ * size;
                return batch(Arrays.copyOfRange(order, from, Math.min(from + size, order.length)), key);
            }
        };
    }

    private Batch batch(int[] rows, Rng key) {
        Dataset picked = data.rows(rows);
        float[] values = picked.features().data();
        int[] ids = picked.ids().data();
        int width = values.length / rows.length;
        int[] dims = picked.features().shape().dims();
        for (int change = 0; change < augmentations.size(); change++) {
            Rng changeKey = key.at("augment").at(change);
            for (int i = 0; i < rows.length; i++) {
                augmentations.get(change).apply(values, i * width, dims, changeKey.at(ids[i]));
            }
        }
        return new Batch(picked.features(), picked.labels(), picked.ids());
    }
}
