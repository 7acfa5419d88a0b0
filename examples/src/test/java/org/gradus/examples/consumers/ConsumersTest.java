package org.gradus.examples.consumers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("newest")
class ConsumersTest {
    @TempDir
    private Path output;

    /** The line of least squares through (0, 1), (1, 3), (2, 4), (3, 8): slope 11/5, intercept 7/10, residuals' squares 1.8. */
    @Test
    void aProjectOnTheClassPathFitsALineWithCoreAndOptimAlone() throws Exception {
        Consumer consumer = new Consumer(Path.of("consumers/classpath"), output);
        consumer.compile("--class-path");
        String printed = consumer.run("--class-path", output + File.pathSeparator + consumer.gradus(), "demo.Main");
        assertThat(printed.lines())
                .containsExactly("backend: scalar", "y = 2.2000 x + 0.7000", "mean square: 0.4500", "at 6: 13.900");
    }

    @Test
    void aProjectOnTheModulePathTrainsOnTheSimdBackendWithoutAFlag() throws Exception {
        Consumer consumer = new Consumer(Path.of("consumers/modulepath"), output);
        consumer.compile("--module-path");
        String modules = output + File.pathSeparator + consumer.gradus();
        List<String> simd = consumer.run("--module-path", modules, "--module", "demo/demo.Main")
                .lines()
                .toList();
        List<String> scalar = consumer.run(
                        "-Dgradus.backend=scalar", "--module-path", modules, "--module", "demo/demo.Main")
                .lines()
                .toList();
        assertThat(simd)
                .contains("0 xor 0 = 0", "0 xor 1 = 1", "1 xor 0 = 1", "1 xor 1 = 0")
                .anyMatch(line -> line.matches("backend: simd \\(\\d+ bit, \\d+ threads?\\)"));
        assertThat(scalar).contains("backend: scalar");
        assertThat(answersAndLoss(simd)).hasSize(5).isEqualTo(answersAndLoss(scalar));
    }

    private static List<String> answersAndLoss(List<String> printed) {
        return printed.stream()
                .filter(line -> line.contains("xor") || line.startsWith("loss: "))
                .toList();
    }
}
