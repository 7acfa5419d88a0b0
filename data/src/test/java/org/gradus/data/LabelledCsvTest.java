package org.gradus.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabelledCsvTest {
    @Test
    void readsNumbersAndClasses() throws IOException {
        Dataset data = LabelledCsv.read(new StringReader("a,b,class\n1.5,-2e3,0\n\" 3\",4,12\n"), "t.csv");
        assertThat(data.features().shape().dims()).containsExactly(2, 2);
        assertThat(data.features().toArray()).containsExactly(1.5f, -2000f, 3f, 4f);
        assertThat(data.labels().data()).containsExactly(0, 12);
        assertThat(data.classes()).isEqualTo(13);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'a,class;1,x' | line 2, column 2: 'x': expected a class number",
                "'a,class;1,-1' | line 2, column 2: '-1': classes count from 0",
                "'a,class;1,1;,1' | line 3, column 1: '': expected a number",
                "'a,class;1,1;1,2,3' | line 3 has 3 columns, the headings have 2",
                "'a,class' | expected headings and at least one line of numbers, found none",
                "'' | expected headings and at least one line of numbers, found none",
            })
    void namesTheLineAndColumnOfAnError(String text, String message) {
        assertThatThrownBy(() -> LabelledCsv.read(new StringReader(text.replace(';', '\n')), "t.csv"))
                .isInstanceOf(IOException.class)
                .hasMessage("t.csv: " + message);
    }
}
