package org.gradus.examples.digits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.gradus.data.Dataset;
import org.gradus.data.Split;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DigitsDataTest {
    @Test
    void theDigitsAreWhole() throws IOException {
        Dataset digits = DigitsData.digits();
        assertThat(digits.features().shape().dims()).containsExactly(1797, 1, 8, 8);
        int[] count = new int[10];
        for (int label : digits.labels().data()) {
            count[label]++;
        }
        assertThat(count)
                .as("as scikit-learn's copy")
                .containsExactly(178, 182, 177, 183, 181, 182, 181, 179, 174, 180);
        double sum = 0;
        for (float pixel : digits.features().data()) {
            assertThat(pixel).isBetween(0f, 16f);
            sum += pixel;
        }
        assertThat(sum).as("as scikit-learn's copy").isEqualTo(561718.0);
    }

    @Test
    void theWritersOfTheTestAreNotTrainedOn() throws IOException {
        Split split = DigitsData.digits(DigitsData.Cut.WRITER, 1);
        assertThat(split.test().ids().data())
                .isEqualTo(IntStream.range(1297, 1797).toArray());
        assertThat(split.train().size() + split.validation().size()).isEqualTo(1297);
        assertThat(IntStream.of(split.train().ids().data()).max().orElseThrow()).isLessThan(1297);
        assertThat(IntStream.of(split.validation().ids().data()).max().orElseThrow())
                .isLessThan(1297);
    }

    @Test
    void theStratifiedTestHas360Digits() throws IOException {
        Split split = DigitsData.digits(DigitsData.Cut.STRATIFIED, 1);
        assertThat(split.test().size()).isEqualTo(360);
        int[] count = new int[10];
        for (int label : split.test().labels().data()) {
            count[label]++;
        }
        assertThat(IntStream.of(count).boxed()).allMatch(n -> n >= 34 && n <= 37);
    }

    @Test
    void aMissingFileIsNamed(@TempDir Path folder) {
        assertThatThrownBy(() -> DigitsData.idx(folder, 1))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("train-images-idx3-ubyte")
                .hasMessageContaining("or the same with .gz");
    }
}
