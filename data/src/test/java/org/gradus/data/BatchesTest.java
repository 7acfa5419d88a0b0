package org.gradus.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.gradus.core.Indices;
import org.gradus.core.Rng;
import org.gradus.core.Shape;
import org.gradus.core.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BatchesTest {
    @ParameterizedTest
    @CsvSource({"10, 4, 3", "9, 4, 2", "8, 4, 2", "1, 4, 1", "5, 1, 5", "3, 10, 1"})
    void onlyASingleLastSampleIsDropped(int n, int size, int batches) {
        Batches loader = new Batches(set(n), size, Rng.of(3));
        assertThat(loader.perEpoch(0)).isEqualTo(batches);
        int seen = 0;
        for (Batch batch : loader.epoch(0)) {
            seen += batch.size();
        }
        assertThat(seen).isEqualTo(n % size == 1 && n > size && size > 1 ? n - 1 : n);
    }

    @Test
    void anEpochShowsEverySampleOnceInAnOrderOfItsOwn() {
        Batches loader = new Batches(set(50), 8, Rng.of(3));
        assertThat(order(loader, 0).stream().sorted().toList())
                .isEqualTo(IntStream.range(0, 50).boxed().toList());
        assertThat(order(loader, 0)).isEqualTo(order(loader, 0)).isNotEqualTo(order(loader, 1));
    }

    @Test
    void augmentationDependsOnSeedEpochAndSampleButNotOnTheBatch() {
        Augmentation noise = (values, offset, dims, rng) -> values[offset] += rng.uniform(1)[0];
        List<Float> small = sortedByIds(new Batches(set(30), 4, Rng.of(5)).augmented(noise), 2);
        List<Float> large = sortedByIds(new Batches(set(30), 30, Rng.of(5)).augmented(noise), 2);
        List<Float> later = sortedByIds(new Batches(set(30), 30, Rng.of(5)).augmented(noise), 3);
        assertThat(small.subList(0, 28)).isEqualTo(large.subList(0, 28)).isNotEqualTo(later.subList(0, 28));
        List<Float> twice = sortedByIds(new Batches(set(30), 30, Rng.of(5)).augmented(noise, noise), 2);
        assertThat(twice.get(0) - large.get(0))
                .as("the second change draws anew")
                .isNotEqualTo(large.get(0));
    }

    @Test
    void theDataSetItselfStaysAsItIs() {
        Dataset data = set(6);
        float[] before = data.features().toArray();
        new Batches(data, 3, Rng.of(5))
                .augmented((values, offset, dims, rng) -> values[offset] = -1)
                .epoch(0)
                .forEach(batch -> assertThat(batch.features().toArray()).containsOnly(-1f));
        assertThat(data.features().toArray()).isEqualTo(before);
    }

    @Test
    void theSizeMayGrowWithTheEpoch() {
        Batches loader = new Batches(set(50), epoch -> 7.5 * Math.pow(2, epoch), Rng.of(3));
        int[] sizes = {8, 15, 30, 50, 50};
        int[] counts = {7, 4, 2, 1, 1};
        long before = 0;
        for (int epoch = 0; epoch < sizes.length; epoch++) {
            assertThat(loader.size(epoch)).isEqualTo(sizes[epoch]);
            assertThat(loader.perEpoch(epoch)).isEqualTo(counts[epoch]);
            assertThat(loader.before(epoch)).isEqualTo(before);
            before += counts[epoch];
            List<Integer> seen = new ArrayList<>();
            loader.epoch(epoch).forEach(batch -> seen.add(batch.size()));
            assertThat(seen).hasSize(counts[epoch]);
            int size = sizes[epoch];
            assertThat(seen.subList(0, counts[epoch] - 1)).allMatch(n -> n == size);
            assertThat(order(loader, epoch)).as("each sample once").hasSize(50).doesNotHaveDuplicates();
        }
        assertThat(loader.before(100)).isEqualTo(15 + 95);
        assertThat(loader.size(2000)).as("also for an infinite size").isEqualTo(50);
    }

    @Test
    void theOrderOfAnEpochDoesNotDependOnTheSize() {
        Batches growing = new Batches(set(48), epoch -> 4 * (epoch + 1), Rng.of(3));
        Batches constant = new Batches(set(48), 6, Rng.of(3));
        for (int epoch = 0; epoch < 3; epoch++) {
            assertThat(order(growing, epoch)).isEqualTo(order(constant, epoch));
        }
    }

    @Test
    void aSizeThatIsNoneIsNamedWithItsEpoch() {
        for (double size : new double[] {0.49, -3, Double.NaN, Double.NEGATIVE_INFINITY}) {
            Batches loader = new Batches(set(5), epoch -> epoch < 3 ? 2 : size, Rng.of(1));
            assertThat(loader.perEpoch(2)).isEqualTo(2);
            for (ThrowingCallable use : List.<ThrowingCallable>of(
                    () -> loader.epoch(3), () -> loader.perEpoch(3), () -> loader.before(4))) {
                assertThatThrownBy(use)
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessage("batches: the size in epoch 3 is " + size + "; it must round to at least 1");
            }
        }
        assertThatThrownBy(() -> new Batches(set(0), epoch -> 2, Rng.of(1)))
                .hasMessage("batches: the data set is empty");
    }

    @Test
    void mistakesAreNamed() {
        assertThatThrownBy(() -> new Batches(set(3), 0, Rng.of(1))).hasMessage("batches: size 0 must be at least 1");
        assertThatThrownBy(() -> new Batches(set(0), 2, Rng.of(1))).hasMessage("batches: the data set is empty");
        Iterator<Batch> one = new Batches(set(2), 2, Rng.of(1)).epoch(0).iterator();
        one.next();
        assertThatThrownBy(one::next).isInstanceOf(NoSuchElementException.class);
    }

    private static List<Integer> order(Batches loader, long epoch) {
        List<Integer> ids = new ArrayList<>();
        loader.epoch(epoch).forEach(b -> IntStream.of(b.ids().data()).forEach(ids::add));
        return ids;
    }

    private static List<Float> sortedByIds(Batches loader, long epoch) {
        float[] byId = new float[30];
        for (Batch batch : loader.epoch(epoch)) {
            for (int i = 0; i < batch.size(); i++) {
                byId[batch.ids().data()[i]] = batch.features().at(i, 0);
            }
        }
        List<Float> values = new ArrayList<>();
        for (float value : byId) {
            values.add(value);
        }
        return values;
    }

    private static Dataset set(int n) {
        return Dataset.of(Tensor.zeros(n, 1), new Indices(new int[n], Shape.of(n)));
    }
}
