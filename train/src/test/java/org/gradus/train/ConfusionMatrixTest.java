package org.gradus.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ConfusionMatrixTest {
    @Test
    void countsAndPrints() {
        ConfusionMatrix matrix = new ConfusionMatrix(3);
        for (int i = 0; i < 12; i++) {
            matrix.add(0, 0);
        }
        matrix.add(1, 1);
        matrix.add(1, 2);
        assertThat(matrix.total()).isEqualTo(14);
        assertThat(matrix.correct()).isEqualTo(13);
        assertThat(matrix.accuracy()).isEqualTo(13.0 / 14);
        assertThat(matrix.count(1, 2)).isOne();
        assertThat(matrix.toString()).isEqualTo("""
                true \\ predicted
                       0  1  2
                   0  12  ·  ·   100.0 %
                   1   ·  1  1    50.0 %
                   2   ·  ·  ·""");
    }

    @Test
    void needsAClass() {
        assertThatThrownBy(() -> new ConfusionMatrix(0)).hasMessage("confusionMatrix: 0 classes; at least 1 is needed");
    }

    @Test
    void namesAClassThatDoesNotExist() {
        assertThatThrownBy(() -> new ConfusionMatrix(3).count(3, -1))
                .hasMessage("confusionMatrix: truth 3, predicted -1; the classes are 0 to 2");
    }
}
