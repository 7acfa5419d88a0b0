package org.gradus.examples.digits;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A program in a process of its own, on the JDK and the class path of the test.
 *
 * @param exit its exit code
 * @param output what it printed, errors included
 */
record Fork(int exit, String output) {
    private static final int MINUTES = 5;

    static Fork run(Class<?> main, List<String> options, String... args) throws IOException, InterruptedException {
        List<String> java = new ArrayList<>(options);
        java.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        return start(java, args);
    }

    /** As the profile {@code digits} runs it: named modules, strongly encapsulated, and no flag. */
    static Fork runModule(Class<?> main, String... args) throws IOException, InterruptedException {
        String modules = Stream.of(System.getProperty("java.class.path").split(Pattern.quote(File.pathSeparator)))
                .filter(entry -> !entry.endsWith("test-classes"))
                .collect(Collectors.joining(File.pathSeparator));
        return start(List.of("--module-path", modules, "--module", "org.gradus.examples/" + main.getName()), args);
    }

    private static Fork start(List<String> java, String... args) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(java);
        command.addAll(List.of(args));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new IOException("no end after " + MINUTES + " minutes: " + command);
        }
        return new Fork(process.exitValue(), output);
    }
}
