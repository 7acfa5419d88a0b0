package org.gradus.optim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the optimizer is made of does not know the optimizer, nor the rules: no package depends on itself by a detour. */
class PackagesTest {
    private static final Path SOURCES = Path.of("src/main/java/org/gradus/optim");

    @ParameterizedTest
    @ValueSource(strings = {"chart", "check", "gradient", "schedule", "sum"})
    void knowsNeitherOptimizerNorRules(String name) throws IOException {
        try (Stream<Path> files = Files.list(SOURCES.resolve(name))) {
            List<Path> sources = files.toList();
            assertThat(sources).isNotEmpty();
            for (Path source : sources) {
                assertThat(Files.readAllLines(source))
                        .as("imports of %s", source)
                        .noneMatch(line -> line.matches("import org\\.gradus\\.optim\\.([A-Z]|rule|landscape).*"));
            }
        }
    }
}
