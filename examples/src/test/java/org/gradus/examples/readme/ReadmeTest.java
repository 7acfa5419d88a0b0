package org.gradus.examples.readme;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds the README files to the library: their code compiles, and the first program prints what stands below it. */
class ReadmeTest {
    private static final Path ROOT =
            Path.of(System.getProperty("basedir", "")).toAbsolutePath().getParent();
    private static final Pattern CODE = Pattern.compile("```java\\R(.*?)```", Pattern.DOTALL);
    private static final Pattern PRINTED = Pattern.compile("```text\\R(.*?)```", Pattern.DOTALL);

    /** What the snippets use and do not declare. */
    private static final String NAMES = """
            static Sequential model;
            static Optimizer optimizer;
            static Tensor images, loss, x, result;
            static Indices labels;
            static Batches batches;
            static Dataset validation, held;
            static double validationLoss;
            static Pass pass;
            static Tensor loss(int batch) { return loss; }
            """;

    @TempDir
    private Path output;

    @Test
    void theFirstProgramPrintsWhatStandsBelowIt() throws Exception {
        String readme = Files.readString(ROOT.resolve("README.md"));
        compile("Xor", only(CODE, readme));
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream before = System.out;
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {output.toUri().toURL()})) {
            System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
            loader.loadClass("Xor").getMethod("main", String[].class).invoke(null, (Object) new String[0]);
        } finally {
            System.setOut(before);
        }
        assertThat(printed.toString(StandardCharsets.UTF_8)).isEqualToNormalizingNewlines(only(PRINTED, readme));
    }

    @ParameterizedTest
    @ValueSource(strings = {"optim", "nn", "testkit", "train", "data", "regularization", "io", "tools/golden"})
    void theSnippetsOfAModuleCompile(String module) throws Exception {
        List<String> snippets =
                found(CODE, Files.readString(ROOT.resolve(module).resolve("README.md")));
        assertThat(snippets).isNotEmpty();
        for (int i = 0; i < snippets.size(); i++) {
            String snippet = snippets.get(i);
            boolean member = snippet.startsWith("@");
            String body = member ? snippet : "void run() throws Exception {\n" + snippet + "}\n";
            compile("Snippet" + i, imports() + "class Snippet" + i + " {\n" + NAMES + body + "}\n");
        }
    }

    private static String imports() {
        return Stream.of(
                        "java.nio.file",
                        "java.util",
                        "java.util.stream",
                        "org.gradus.core",
                        "org.gradus.core.backend",
                        "org.gradus.nn",
                        "org.gradus.optim",
                        "org.gradus.optim.gradient",
                        "org.gradus.optim.landscape",
                        "org.gradus.optim.rule",
                        "org.gradus.optim.schedule",
                        "org.gradus.regularization",
                        "org.gradus.data",
                        "org.gradus.io",
                        "org.gradus.train",
                        "org.gradus.testkit",
                        "org.junit.jupiter.api")
                .map(name -> "import " + name + ".*;\n")
                .collect(Collectors.joining());
    }

    private void compile(String name, String source) throws Exception {
        Path file = Files.writeString(output.resolve(name + ".java"), source);
        StringWriter messages = new StringWriter();
        PrintWriter log = new PrintWriter(messages);
        String libraries = System.getProperty("java.class.path");
        int status = ToolProvider.findFirst("javac")
                .orElseThrow()
                .run(log, log, "-proc:none", "-cp", libraries, "-d", output.toString(), file.toString());
        assertThat(status).as(messages + "\n" + source).isZero();
    }

    private static String only(Pattern pattern, String text) {
        List<String> found = found(pattern, text);
        assertThat(found).as(pattern.pattern()).hasSize(1);
        return found.get(0);
    }

    private static List<String> found(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.results().map(match -> match.group(1)).toList();
    }
}
