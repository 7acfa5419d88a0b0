package org.gradus.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {
    @Test
    void rowsStandUnderTheirHeadings() {
        Table table = new Table("what", "time");
        table.row("gemm", "1 ms");
        assertThat(table.lines()).containsExactly("| what | time |", "|---|---|", "| gemm | 1 ms |");
    }

    @Test
    void numbersHaveThreeDigits() {
        assertThat(Table.number(1234.5)).isEqualTo("1235");
        assertThat(Table.number(12.345)).isEqualTo("12.3");
        assertThat(Table.number(0.12345)).isEqualTo("0.123");
        assertThat(Table.number(Double.NaN)).isEqualTo("–");
        assertThat(Table.percent(0.954)).isEqualTo("95 %");
    }

    @Test
    void timesHaveAUnit() {
        assertThat(List.of(Table.time(12), Table.time(1.5e4), Table.time(2.25e6), Table.time(3e9)))
                .containsExactly("12.0 ns", "15.0 µs", "2.25 ms", "3.00 s");
    }

    @Test
    void theConditionsNameMachineJdkFlagsAndLoad() {
        assertThat(String.join("\n", Machine.conditions(List.of("-Xmx1g"))))
                .contains(
                        "date: ", "machine: ", System.getProperty("java.runtime.version"), "`-Xmx1g`", "load average");
    }
}
