package org.gradus.data;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.LongToDoubleFunction;
import org.gradus.core.Rng;

/**
 * Cuts a data set into batches, in a new order each epoch that depends on the seed and the epoch's number alone.
 *
 * <p>A batch of all samples is batch gradient descent, of one sample stochastic, of anything between mini-batch. A last
 * batch of a single sample is dropped when batches are larger, since one sample has no batch statistics; every other last
 * batch is used, however short.
 *
 * <p>The size may be a function of the epoch. One that grows anneals as a rate that falls does, with fewer and larger steps (Smith
 * et al. 2018, arXiv:1711.00489); a schedule of optim is such a function:
 *
 * <pre>{@code
 * Batches batches = new Batches(train, Schedule.step(32, 5, 2)::at, Rng.of(1));     // 32, from epoch 5 on 64, from 10 on 128
 * }</pre>
 */
public final class Batches {
    private final Dataset data;
    private final LongToDoubleFunction sizes;
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
        this(data, epoch -> size, rng, List.of());
        if (size < 1) {
            throw new IllegalArgumentException("batches: size " + size + " must be at least 1");
        }
    }

    /**
     * Batches whose size depends on the epoch, without augmentation.
     *
     * @param data the samples
     * @param sizes samples in a batch, from the epoch's number; rounded, and capped to the number of samples
     * @param rng what shuffles
     * @throws IllegalArgumentException when there are no samples
     */
    public Batches(Dataset data, LongToDoubleFunction sizes, Rng rng) {
        this(data, sizes, rng, List.of());
    }

    private Batches(Dataset data, LongToDoubleFunction sizes, Rng rng, List<Augmentation> augmentations) {
        if (data.size() == 0) {
            throw new IllegalArgumentException("batches: the data set is empty");
        }
        this.data = data;
        this.sizes = sizes;
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
        return new Batches(data, sizes, rng, List.of(changes));
    }

    /**
     * How many samples a batch of an epoch has, except perhaps the last.
     *
     * @param epoch the epoch's number, from 0
     * @return from 1 to the number of samples
     * @throws IllegalStateException when the size is not a number that rounds to at least 1
     */
    public int size(long epoch) {
        double wanted = sizes.applyAsDouble(epoch);
        long rounded = Math.round(wanted);
        if (rounded < 1) {
            throw new IllegalStateException(
                    "batches: the size in epoch " + epoch + " is " + wanted + "; it must round to at least 1");
        }
        return (int) Math.min(rounded, data.size());
    }

    /**
     * How many batches an epoch has.
     *
     * @param epoch the epoch's number, from 0
     * @return at least 1
     * @throws IllegalStateException when the size is not a number that rounds to at least 1
     */
    public int perEpoch(long epoch) {
        int n = data.size();
        int size = size(epoch);
        int whole = n / size;
        int tail = n % size;
        return tail == 0 || tail == 1 ? whole : whole + 1;
    }

    /**
     * How many batches all epochs before one have: the number of that epoch's first batch in the whole training, whether it began
     * there or not; and how many a training of so many epochs has.
     *
     * @param epoch the epoch's number, from 0
     * @return 0 or more
     * @throws IllegalStateException when a size is not a number that rounds to at least 1
     */
    public long before(long epoch) {
        long batches = 0;
        for (long earlier = 0; earlier < epoch; earlier++) {
            batches += perEpoch(earlier);
        }
        return batches;
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
        int size = size(epoch);
        int count = perEpoch(epoch);
        return () -> new Iterator<>() {
            private int next;

            @Override
            public boolean hasNext() {
                return next < count;
            }

            @Override
            public Batch next() {
                if (!hasNext()) {
                    throw new NoSuchElementException("batches: the epoch has " + count + " batches");
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
