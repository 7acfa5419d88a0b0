package org.gradus.benchmarks.workload;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * How a contestant is started.
 *
 * @param name a short name
 * @param trains whether it can train
 * @param command the command without the number of threads, which is written {@code {threads}}
 * @param asSet whether variables such as {@code OPENBLAS_CORETYPE}, which hold OpenBLAS to older instructions, stay as they are
 */
public record Rival(String name, boolean trains, List<String> command, boolean asSet) {
    private static final String PEERS = "org.gradus.benchmarks.peers.";

    /** The flags with which Gradus's process is started. */
    public static final List<String> GRADUS_FLAGS = List.of("-Xmx1g", "--add-modules", "jdk.incubator.vector");

    /**
     * All contestants that can run here; those that cannot are named in {@code skipped}, each with the reason.
     *
     * @param skipped takes a sentence for each that is missing
     * @return Gradus first
     */
    public static List<Rival> present(List<String> skipped) {
        List<Rival> all = new ArrayList<>();
        String here = System.getProperty("java.class.path");
        all.add(java("gradus", true, here, Gradus.class.getName(), GRADUS_FLAGS));
        onClassPath(all, skipped, "djl", true, PEERS + "Djl", here);
        onClassPath(all, skipped, "onnxruntime", false, PEERS + "OnnxRuntime", here);
        String dl4j = System.getProperty("gradus.dl4j.classpath", "");
        if (!dl4j.isEmpty() && Files.exists(Path.of(dl4j))) {
            try {
                String own = Path.of(dl4j).resolveSibling("classes").toString();
                String path = own
                        + File.pathSeparator
                        + Files.readString(Path.of(dl4j)).strip();
                all.add(java("dl4j", true, path, PEERS + "Dl4j", List.of("-Xmx1g")));
            } catch (IOException e) {
                skipped.add("dl4j is skipped: " + e);
            }
        } else {
            skipped.add("dl4j is skipped: it needs the profile peers");
        }
        python(all, skipped);
        return all;
    }

    private static void onClassPath(
            List<Rival> all, List<String> skipped, String name, boolean trains, String type, String classPath) {
        String file = type.replace('.', '/') + ".class";
        if (Rival.class.getClassLoader().getResource(file) == null) {
            skipped.add(name + " is skipped: it needs the profile peers");
        } else {
            all.add(java(name, trains, classPath, type, List.of("-Xmx1g")));
        }
    }

    private static Rival java(String name, boolean trains, String classPath, String contestant, List<String> flags) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        command.addAll(
                Arrays.asList(System.getProperty("gradus.contestant.args", "").split(" ")));
        command.removeIf(String::isEmpty);
        command.add("-Dgradus.threads={threads}");
        command.addAll(List.of("-cp", classPath, ContestantProcess.class.getName(), contestant));
        return new Rival(name, trains, command, true);
    }

    private static void python(List<Rival> all, List<String> skipped) {
        String python = Files.exists(Path.of("/usr/bin/python3")) ? "/usr/bin/python3" : "python3";
        try {
            Process probe = new ProcessBuilder(python, "-c", "import torch, numpy")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!probe.waitFor(60, TimeUnit.SECONDS) || probe.exitValue() != 0) {
                skipped.add("pytorch is skipped: " + python + " has no torch");
                return;
            }
            Path script = Files.createTempFile("gradus-peer", ".py");
            script.toFile().deleteOnExit();
            try (InputStream source = Rival.class.getResourceAsStream("peer.py")) {
                if (source == null) {
                    throw new IllegalStateException("peer.py is missing from the class path");
                }
                Files.copy(source, script, StandardCopyOption.REPLACE_EXISTING);
            }
            all.add(new Rival("pytorch", true, List.of(python, script.toString(), "{threads}"), true));
        } catch (IOException e) {
            skipped.add("pytorch is skipped: there is no " + python);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * The same contestant, whose OpenBLAS chooses instructions by the processor alone.
     *
     * @return the changed rival
     */
    public Rival withNativeBlas() {
        return new Rival(name, trains, command, false);
    }

    /**
     * The same contestant with more flags for its JVM.
     *
     * @param flags the flags, which win over the usual ones
     * @return the changed rival
     */
    public Rival withFlags(List<String> flags) {
        List<String> longer = new ArrayList<>(command);
        longer.addAll(longer.indexOf("-cp"), flags);
        return new Rival(name, trains, longer, asSet);
    }

    /**
     * Starts it.
     *
     * @param threads how many threads it may use
     * @return the running process
     * @throws IOException when it cannot be started
     */
    public Running start(int threads) throws IOException {
        List<String> words = command.stream()
                .map(word -> word.replace("{threads}", Integer.toString(threads)))
                .toList();
        ProcessBuilder builder = new ProcessBuilder(words);
        Map<String, String> environment = builder.environment();
        if (!asSet) {
            environment.keySet().removeIf(variable -> variable.startsWith("OPENBLAS_"));
        }
        environment.put("OMP_NUM_THREADS", Integer.toString(threads));
        environment.put("OPENBLAS_NUM_THREADS", Integer.toString(threads));
        environment.put("BLIS_NUM_THREADS", Integer.toString(threads));
        Path log = Files.createTempFile("gradus-" + name, ".log");
        log.toFile().deleteOnExit();
        builder.redirectError(log.toFile());
        return new Running(name, builder.start(), log);
    }
}
