package org.gradus.benchmarks.workload;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.gradus.benchmarks.report.Table;

/** What a process costs: time to its first answer and its first training step, memory, and room on disk. */
final class StartComparison {
    private static final List<Task> ALL = List.of(new Task(Workload.W1, Task.Rule.SGD_MOMENTUM, 64));
    private static final int STARTS = 5;
    private static final int STEPS = 500;

    private final List<Rival> rivals;
    private final Path data;

    StartComparison(List<Rival> rivals, Path data) {
        this.rivals = rivals;
        this.data = data;
    }

    Table table(List<Task> given, List<String> skipped) throws IOException {
        Table table = new Table(
                "task",
                "contestant",
                "start to first answer",
                "start to first step",
                "resident after 500 steps",
                "on disk");
        for (Task task : given.isEmpty() ? ALL : given) {
            Path directory = data.resolve(task.toString().replace('/', '-'));
            TaskData.draw(task).write(directory);
            for (Rival rival : rivals) {
                try {
                    row(task, directory, rival, table);
                } catch (IOException e) {
                    skipped.add(task + ": " + e.getMessage());
                }
            }
        }
        return table;
    }

    private static void row(Task task, Path directory, Rival rival, Table table) throws IOException {
        double[] answers = new double[STARTS];
        double[] steps = new double[STARTS];
        int threads = Runtime.getRuntime().availableProcessors();
        String name = rival.name();
        for (int i = 0; i < STARTS; i++) {
            try (Running contestant = rival.start(threads)) {
                name = contestant.prepare(task, directory);
                contestant.answers(1);
                answers[i] = contestant.age();
            }
            if (rival.trains()) {
                try (Running contestant = rival.start(threads)) {
                    contestant.prepare(task, directory);
                    contestant.steps(1);
                    steps[i] = contestant.age();
                }
            }
        }
        double memory;
        try (Running contestant = rival.start(threads)) {
            contestant.prepare(task, directory);
            if (rival.trains()) {
                contestant.steps(STEPS);
            } else {
                contestant.answers(STEPS);
            }
            memory = contestant.memory();
        }
        table.row(
                task.toString(),
                name,
                Table.time(median(answers)),
                rival.trains() ? Table.time(median(steps)) : "–",
                Table.number(memory / (1 << 20)) + " MiB",
                size(rival));
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        return values[values.length / 2];
    }

    /** The files on the class path that the contestant needs, this project's benchmarks left out. */
    private static String size(Rival rival) {
        int at = rival.command().indexOf("-cp");
        if (at < 0) {
            return "–";
        }
        long bytes = 0;
        for (String entry : rival.command().get(at + 1).split(File.pathSeparator, -1)) {
            Path path = Path.of(entry);
            boolean gradus = entry.contains("gradus") || Files.isDirectory(path);
            boolean needed = rival.name().equals("gradus")
                    ? List.of("core", "optim", "nn", "simd-backend").stream().anyMatch(m -> isModule(entry, m))
                    : !gradus && !entry.contains("jmh") && belongs(rival.name(), entry);
            bytes += needed ? size(path) : 0;
        }
        return Table.number(bytes / 1048576.0) + " MiB";
    }

    private static boolean isModule(String entry, String module) {
        return entry.contains("gradus-" + module + "-") || entry.endsWith("/" + module + "/target/classes");
    }

    private static boolean belongs(String rival, String entry) {
        return switch (rival) {
            case "djl" -> entry.contains("/ai/djl/") || entry.contains("jna") || entry.contains("gson");
            case "onnxruntime" -> entry.contains("onnxruntime");
            default -> true;
        };
    }

    private static long size(Path path) {
        try (Stream<Path> files = Files.walk(path)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(StartComparison::length)
                    .sum();
        } catch (IOException e) {
            return 0;
        }
    }

    private static long length(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
