package org.gradus.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds docs/traps.md to the tests that it names, in whatever module they are. */
class TrapsDocumentTest {
    private static final Path ROOT = Path.of(System.getProperty("basedir", ""))
            .toAbsolutePath()
            .resolve("..")
            .normalize();
    private static final Pattern ROW = Pattern.compile("\\| C(\\d+) \\|.*\\| (`[^|]+`) \\|");
    private static final Pattern TEST = Pattern.compile("`(\\w+\\.c(\\d+)[A-Z]\\w*)`");
    private static final Pattern METHOD = Pattern.compile("void (c\\d+\\w*)\\(");

    @Test
    void everyTrapFromOneToFortyFiveHasARowAndEveryRowTests() throws IOException {
        List<MatchResult> rows = ROW.matcher(Files.readString(ROOT.resolve("docs/traps.md")))
                .results()
                .toList();
        assertThat(rows.stream().map(row -> Integer.valueOf(row.group(1))))
                .isEqualTo(IntStream.rangeClosed(1, 45).boxed().toList());
        Set<String> tests = tests();
        for (MatchResult row : rows) {
            String number = row.group(1);
            List<MatchResult> named = TEST.matcher(row.group(2)).results().toList();
            assertThat(named.stream().map(MatchResult::group).collect(Collectors.joining(", ")))
                    .as("nothing but tests in the last cell of C%s", number)
                    .isEqualTo(row.group(2));
            assertThat(named)
                    .as("the tests of C%s", number)
                    .allMatch(test -> test.group(2).equals(number));
            assertThat(named.stream().map(test -> test.group(1)).toList())
                    .as("the tests of C%s exist", number)
                    .doesNotHaveDuplicates()
                    .allMatch(tests::contains);
        }
    }

    /** All test methods that begin with the number of a trap, with their class. */
    private static Set<String> tests() throws IOException {
        try (Stream<Path> modules = Files.list(ROOT)) {
            return modules.map(module -> module.resolve("src/test/java"))
                    .filter(Files::isDirectory)
                    .flatMap(TrapsDocumentTest::files)
                    .flatMap(file -> METHOD.matcher(read(file)).results().map(m -> name(file) + "." + m.group(1)))
                    .collect(Collectors.toSet());
        }
    }

    private static String name(Path file) {
        return file.getFileName().toString().replace(".java", "");
    }

    private static Stream<Path> files(Path tests) {
        try (Stream<Path> all = Files.walk(tests)) {
            return all.filter(file -> file.toString().endsWith("Test.java")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
