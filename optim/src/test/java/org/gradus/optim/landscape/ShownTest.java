package org.gradus.optim.landscape;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShownTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-0.0, 0",
        "1, 1",
        "-2.5, -2.5",
        "0.1, 0.1",
        "3.14159, 3.14",
        "999.6, 1000",
        "12345, 12300",
        "99999, 1e5",
        "123456, 1.23e5",
        "1e30, 1e30",
        "0.000123456, 0.000123",
        "0.0000999, 9.99e-5",
        "0.00009999, 0.0001",
        "-4.9e-324, -4.94e-324",
        "1.7976931348623157e308, 1.8e308",
        "NaN, NaN",
        "Infinity, Infinity",
        "-Infinity, -Infinity"
    })
    void threeDigitsAreShown(double value, String shown) {
        assertThat(Shown.of(value)).isEqualTo(shown);
    }
}
