package org.gradus.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import org.gradus.core.Indices;
import org.gradus.core.Tensor;
import org.junit.jupiter.api.Test;

class GoldenTest {
    private static final String TEXT = """
            gradus golden 1
            written by tools/golden/some.py, python 3, seed 1
            x float32 [2,3]
             0x1.8p0 -0x1p-1 0x0p0 NaN Infinity
             0x1.99999ap-4
            rate float64 []
             0x1.999999999999ap-4
            labels int32 [2]
             3 -1
            none float32 [0,2]
            """;

    private static Golden golden(String text) throws IOException {
        return Golden.parse("some.txt", new BufferedReader(new StringReader(text)));
    }

    @Test
    void keepsEveryBit() throws IOException {
        Golden golden = golden(TEXT);
        assertThat(golden.tensor("x").toArray())
                .containsExactly(1.5f, -0.5f, 0f, Float.NaN, Float.POSITIVE_INFINITY, 0.1f);
        assertThat(golden.number("rate")).isEqualTo(0.1);
        assertThat(golden.indices("labels")).isEqualTo(Indices.of(3, -1));
        TensorAssert.assertThat(golden.tensor("none")).hasShape(0, 2);
        assertThat(golden.origin()).contains("seed 1");
    }

    @Test
    void showsTheWorstElement() throws IOException {
        Golden golden = golden("gradus golden 1\nby hand\ny float64 [3]\n 0x1p0 0x1p1 0x1p2\n");
        golden.check("y", Tensor.of(1f, 2f, 4.0000004f), 1e-6);
        assertThatThrownBy(() -> golden.check("y", Tensor.of(1.00001f, 2.1f, 4f), 1e-6))
                .hasMessageContaining("'y' of some.txt")
                .hasMessageContaining("worst at element 1 of [3]: is 2.1");
        assertThatThrownBy(() -> golden.check("y", Tensor.of(1f, Float.NaN, 4f), 1e-6))
                .hasMessageContaining("element 1");
        assertThatThrownBy(() -> golden.check("y", Tensor.of(1f, 2f), 1e-6)).hasMessageContaining("shape is [2]");
    }

    @Test
    void refusesWhatItCannotRead() {
        assertThatThrownBy(() -> golden("gradus golden 2\n")).hasMessageContaining("gradus golden 2");
        assertThatThrownBy(() -> golden("gradus golden 1\nby hand\ny float64 [3]\n 0x1p0\n"))
                .hasMessageContaining("'y float64 [3]' is followed by 1 numbers");
        assertThatThrownBy(() -> golden(TEXT).tensor("z")).hasMessageContaining("no entry 'z', only [x, rate");
        assertThatThrownBy(() -> golden(TEXT).indices("rate")).hasMessageContaining("not made of integers");
        assertThatThrownBy(() -> golden(TEXT).number("x")).hasMessageContaining("6 elements");
        assertThatThrownBy(() -> Golden.read(GoldenTest.class, "no/such")).hasMessageContaining("/golden/no/such.txt");
    }
}
