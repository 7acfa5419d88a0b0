package org.gradus.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.gradus.core.Indices;
import org.gradus.core.Rng;
import org.gradus.core.Shape;
import org.gradus.core.Tensor;
import org.junit.jupiter.api.Test;

class SplitTest {
    private final Dataset data = set(100, 40, 60, 3);

    @Test
    void partsShareNothingAndHoldEverything() {
        Split split = Split.stratified(data, 20, 50, Rng.of(7));
        int[] all = IntStream.of(split.train().ids().data()).toArray();
        int[] ids = IntStream.concat(
                        Arrays.stream(all),
                        IntStream.concat(
                                Arrays.stream(split.validation().ids().data()),
                                Arrays.stream(split.test().ids().data())))
                .sorted()
                .toArray();
        assertThat(ids).isEqualTo(IntStream.range(0, data.size()).toArray());
        assertThat(split.test().size()).isEqualTo(50);
        assertThat(split.validation().size()).isEqualTo(20);
    }

    @Test
    void everyPartHasTheProportionsOfTheWhole() {
        Split split = Split.stratified(data, 0, 50, Rng.of(7));
        int[] count = new int[4];
        for (int label : split.test().labels().data()) {
            count[label]++;
        }
        assertThat(count).as("50 of 203: 24.6, 9.9, 14.8 and 0.7").containsExactly(24, 10, 15, 1);
    }

    @Test
    void rowsStayWithTheirLabelsAndIds() {
        Split split = Split.stratified(data, 20, 50, Rng.of(7));
        for (Dataset part : new Dataset[] {split.train(), split.validation(), split.test()}) {
            for (int i = 0; i < part.size(); i++) {
                int id = part.ids().data()[i];
                assertThat(part.features().at(i, 0)).isEqualTo(id);
                assertThat(part.labels().data()[i]).isEqualTo(data.labels().data()[id]);
            }
        }
    }

    @Test
    void theOrderOfRowsDecidesTheTestPart() {
        Split split = Split.byOrder(data, 150, 30, Rng.of(7));
        assertThat(split.test().ids().data())
                .isEqualTo(IntStream.range(150, 203).toArray());
        assertThat(IntStream.of(split.validation().ids().data()).max().orElseThrow())
                .isLessThan(150);
        assertThat(split.train().size()).isEqualTo(120);
    }

    @Test
    void theSeedDecides() {
        int[] seven = Split.stratified(data, 20, 50, Rng.of(7)).test().ids().data();
        assertThat(Split.stratified(data, 20, 50, Rng.of(7)).test().ids().data())
                .isEqualTo(seven);
        assertThat(Split.stratified(data, 20, 50, Rng.of(8)).test().ids().data())
                .isNotEqualTo(seven);
    }

    @Test
    void moreThanThereIsCannotBeTaken() {
        assertThatThrownBy(() -> Split.stratified(data, 0, 204, Rng.of(7)))
                .hasMessage("split: 204 samples cannot be taken from 203");
        assertThatThrownBy(() -> Split.byOrder(data, 204, 0, Rng.of(7)))
                .hasMessage("dataset: rows 0 to 204 are not within the 203 rows");
    }

    private static Dataset set(int... sizes) {
        int n = Arrays.stream(sizes).sum();
        int[] labels = new int[n];
        float[] values = new float[n];
        int row = 0;
        for (int c = 0; c < sizes.length; c++) {
            for (int i = 0; i < sizes[c]; i++) {
                labels[row] = c;
                values[row] = row++;
            }
        }
        return Dataset.of(Tensor.wrap(Shape.of(n, 1), values), Indices.of(labels));
    }

    @Test
    void aLabelWhoseClassesNoIntCountsIsRefused() {
        assertThatThrownBy(() -> Dataset.of(Tensor.zeros(2, 1), Indices.of(0, Integer.MAX_VALUE)))
                .hasMessage(
                        "dataset: label 2147483647 of row 1 is no class; classes count from 0 to at most 2147483646");
    }
}
