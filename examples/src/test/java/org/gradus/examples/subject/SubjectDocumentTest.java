package org.gradus.examples.subject;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds docs/subject.md to the programs that it quotes. */
class SubjectDocumentTest {
    private static final Path MODULE =
            Path.of(System.getProperty("basedir", "")).toAbsolutePath();
    private static final Path SOURCES = MODULE.resolve("src/main/java/org/gradus/examples/subject");
    private static final Pattern SNIPPET = Pattern.compile("```java\\R(.*?)```", Pattern.DOTALL);
    private static final Pattern COMMAND = Pattern.compile("-Dmain=org\\.gradus\\.examples\\.subject\\.(\\w+)");
    private static final Path PICTURES = MODULE.resolveSibling("docs").resolve("pictures");
    private static final Pattern PICTURE = Pattern.compile("!\\[[^\\]]{20,}]\\(pictures/([\\w.-]+)\\)");

    @Test
    void everySnippetStandsInAProgram() throws IOException {
        String sources = sources().map(SubjectDocumentTest::bare).collect(Collectors.joining());
        List<String> snippets = found(SNIPPET);
        assertThat(snippets).hasSizeGreaterThan(20);
        assertThat(snippets.stream().filter(snippet -> !sources.contains(bare(snippet))))
                .as("quotes that stand in no program")
                .isEmpty();
    }

    @Test
    void everyProgramIsNamedOnceInTheOrderOfTheSections() throws IOException {
        assertThat(document().lines().filter(line -> line.startsWith("## ")))
                .hasSize(7)
                .allMatch(heading -> heading.matches("## \\d\\. .*.*[\\u4e00-\\u9fff].*"));
        List<String> programs = sources()
                .filter(source -> !source.contains("class Pictures "))
                .filter(source -> source.contains("public static void main("))
                .map(source ->
                        source.replaceFirst("(?s).*/\\*\\* Section (\\d) .*?public final class (\\w+).*", "$1 $2"))
                .sorted()
                .map(numbered -> numbered.substring(2))
                .toList();
        List<String> commands = found(COMMAND);
        assertThat(commands.get(0)).isEqualTo("Pictures");
        assertThat(commands.subList(1, commands.size())).isEqualTo(programs);
    }

    @Test
    void everyPictureIsWhatTheProgramsDraw() throws IOException {
        Map<String, String> drawn = Pictures.all();
        assertThat(pictures()).containsExactlyInAnyOrderElementsOf(drawn.keySet());
        for (Map.Entry<String, String> picture : drawn.entrySet()) {
            byte[] bytes = picture.getValue().getBytes(StandardCharsets.UTF_8);
            assertThat(Files.readAllBytes(PICTURES.resolve(picture.getKey())))
                    .as(picture.getKey() + ", which program Pictures draws anew")
                    .isEqualTo(bytes);
            assertThat(bytes.length).as(picture.getKey()).isLessThan(60_000);
        }
    }

    @Test
    void everyPictureIsShownWithAText() throws IOException {
        assertThat(found(PICTURE)).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(pictures());
    }

    private static List<String> pictures() throws IOException {
        try (Stream<Path> files = Files.list(PICTURES)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private static Stream<String> sources() throws IOException {
        try (Stream<Path> files = Files.list(SOURCES)) {
            List<Path> all = files.sorted().toList();
            return all.stream().map(SubjectDocumentTest::read);
        }
    }

    private static String document() {
        return read(MODULE.resolveSibling("docs").resolve("subject.md"));
    }

    private static List<String> found(Pattern pattern) {
        return pattern.matcher(document())
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
    }

    /** Whole lines without the white space around them. */
    private static String bare(String text) {
        return text.lines().map(String::strip).collect(Collectors.joining("\n", "\n", "\n"));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
