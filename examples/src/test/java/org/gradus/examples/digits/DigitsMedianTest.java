package org.gradus.examples.digits;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The accuracy of the digits program, as the median over five seeds. */
@Tag("medians")
class DigitsMedianTest {
    private static final int SEEDS = 5;
    private static final Pattern ACCURACY = Pattern.compile("Test accuracy: ([0-9.]+) %");

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"writer, 98.8", "stratified, 99.4"})
    void theMedianOverFiveSeedsReachesItsMark(String split, double mark) throws Exception {
        double[] accuracies = new double[SEEDS];
        for (int seed = 1; seed <= SEEDS; seed++) {
            Fork run = Fork.run(
                    DigitsProgram.class,
                    List.of("--add-modules=jdk.incubator.vector"),
                    "--split",
                    split,
                    "--seed",
                    Integer.toString(seed),
                    "--model",
                    folder.resolve("model.safetensors").toString());
            Matcher accuracy = ACCURACY.matcher(run.output());
            assertThat(accuracy.find()).as(run.output()).isTrue();
            accuracies[seed - 1] = Double.parseDouble(accuracy.group(1));
        }
        assertThat(median(accuracies)).as("of %s", Arrays.toString(accuracies)).isGreaterThanOrEqualTo(mark);
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
