package org.gradus.examples.consumers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/**
 * A project in {@code examples/consumers}, compiled and run by the JDK of the tests against what the reactor has just built:
 * exactly the modules that its pom names, and core, on which they rest. Nothing has to be installed before.
 */
record Consumer(Path directory, Path output) {
    private static final Pattern DEPENDENCY = Pattern.compile("<artifactId>(gradus-[a-z-]+)</artifactId>");

    /** Compiles the project's sources with the Gradus modules behind {@code option}. */
    void compile(String option) throws IOException {
        List<String> arguments =
                new ArrayList<>(List.of("--release", "17", "-Werror", "-Xlint:all", "-d", output.toString()));
        arguments.addAll(List.of(option, gradus()));
        try (Stream<Path> files = Files.walk(directory.resolve("src/main/java"))) {
            files.filter(file -> file.toString().endsWith(".java"))
                    .map(Path::toString)
                    .forEach(arguments::add);
        }
        StringWriter messages = new StringWriter();
        PrintWriter log = new PrintWriter(messages);
        int status = ToolProvider.findFirst("javac").orElseThrow().run(log, log, arguments.toArray(String[]::new));
        assertThat(status).as(messages.toString()).isZero();
    }

    /** Runs {@code java} with these arguments in a fresh process and returns what it printed. */
    String run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(Arrays.asList(arguments));
        Path printed = Files.createTempFile(output, "printed", ".txt");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(printed.toFile())
                .start();
        boolean ended = process.waitFor(60, TimeUnit.SECONDS);
        process.destroyForcibly();
        String text = Files.readString(printed, StandardCharsets.UTF_8);
        assertThat(ended).as("no end within 60 s: " + text).isTrue();
        assertThat(process.exitValue()).as(text).isZero();
        return text;
    }

    /** The reactor's jars, or class directories before the phase {@code package}, of the modules that the pom names. */
    String gradus() throws IOException {
        List<String> paths = new ArrayList<>();
        paths.add(built("gradus-core"));
        Matcher matcher = DEPENDENCY.matcher(Files.readString(directory.resolve("pom.xml")));
        while (matcher.find()) {
            if (!matcher.group(1).equals("gradus-bom")) {
                paths.add(built(matcher.group(1)));
            }
        }
        return String.join(File.pathSeparator, paths.stream().distinct().toList());
    }

    private static String built(String artifact) {
        String module = artifact.substring("gradus-".length());
        return Stream.of(System.getProperty("java.class.path").split(Pattern.quote(File.pathSeparator)))
                .filter(entry -> Path.of(entry).endsWith(Path.of(module, "target", "classes"))
                        || entry.matches(".*" + Pattern.quote(artifact) + "-\\d[^/\\\\]*\\.jar"))
                .findFirst()
                .orElseThrow(() -> new AssertionError(artifact + " is not on the class path of the tests"));
    }
}
