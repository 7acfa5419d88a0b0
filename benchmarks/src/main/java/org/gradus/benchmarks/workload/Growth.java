package org.gradus.benchmarks.workload;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.gradus.benchmarks.report.Machine;
import org.gradus.benchmarks.report.Table;

/** How the cost of a step grows with the model, the batch and the threads. */
final class Growth {
    private static final List<Task> ALL =
            List.of(new Task(Workload.W1, Task.Rule.ADAM, 64), new Task(Workload.W2, Task.Rule.ADAM, 16));
    private static final int[] FACTORS = {1, 2, 4, 8};
    private static final double WARM_UP_NANOS = 2e9;
    private static final double MOST_WARM_UP_NANOS = 20e9;
    private static final double ROUND_NANOS = 0.7e9;
    private static final double MEASURED_NANOS = 2e9;

    /** The share of the best time so far below which a round counts as faster. */
    private static final double GAIN = 0.97;

    private static final int ROUNDS_STALE = 3;

    private final Rival gradus;
    private final Path data;

    Growth(Rival gradus, Path data) {
        this.gradus = gradus;
        this.data = data;
    }

    Table growth(List<Task> given) throws IOException {
        Table table = new Table("task", "what grows", "×1", "×2", "×4", "×8", "×8 to ×1", "load");
        for (Task task : given.isEmpty() ? ALL : given) {
            for (String axis : List.of("width", "depth", "batch")) {
                double[] medians = new double[FACTORS.length];
                for (int i = 0; i < FACTORS.length; i++) {
                    medians[i] = median(grown(task, axis, FACTORS[i]), 1);
                }
                table.row(
                        task.toString(),
                        axis,
                        Table.time(medians[0]),
                        Table.time(medians[1]),
                        Table.time(medians[2]),
                        Table.time(medians[3]),
                        Table.number(medians[3] / medians[0]),
                        Machine.load());
            }
        }
        return table;
    }

    private static Task grown(Task t, String axis, int factor) {
        return switch (axis) {
            case "width" -> new Task(t.workload(), t.rule(), t.batch(), factor * t.width(), t.depth());
            case "depth" -> new Task(t.workload(), t.rule(), t.batch(), t.width(), factor * t.depth());
            default -> new Task(t.workload(), t.rule(), factor * t.batch(), t.width(), t.depth());
        };
    }

    Table scaling(List<Task> given) throws IOException {
        Table table = new Table("task", "threads", "median step", "times as fast as one", "load");
        for (Task task : given.isEmpty() ? List.of(new Task(Workload.W2, Task.Rule.ADAM, 64)) : given) {
            double one = Double.NaN;
            int all = Runtime.getRuntime().availableProcessors();
            for (int threads = 1; ; threads = Math.min(all, 2 * threads)) {
                double median = median(task, threads);
                one = threads == 1 ? median : one;
                table.row(
                        task.toString(),
                        Integer.toString(threads),
                        Table.time(median),
                        Table.number(one / median),
                        Machine.load());
                if (threads == all) {
                    break;
                }
            }
        }
        return table;
    }

    private double median(Task task, int threads) throws IOException {
        Path directory = data.resolve(task.toString().replace('/', '-'));
        TaskData.draw(task).write(directory);
        try (Running contestant = gradus.start(threads)) {
            contestant.prepare(task, directory);
            int steps = warmUp(contestant);
            long[] nanos = contestant.steps(steps).nanos();
            Arrays.sort(nanos);
            return nanos[nanos.length / 2];
        }
    }

    /** Until steps become no faster: the compiler takes the longest where there is the most code. How many fill the time measured. */
    private static int warmUp(Running contestant) throws IOException {
        double spent = 0;
        double best = Double.POSITIVE_INFINITY;
        int steps = 1;
        for (int stale = 0; spent < WARM_UP_NANOS || stale < ROUNDS_STALE && spent < MOST_WARM_UP_NANOS; stale++) {
            double took = Arrays.stream(contestant.steps(steps).nanos()).sum();
            spent += took;
            stale = took / steps < GAIN * best ? -1 : stale;
            best = Math.min(best, took / steps);
            steps = (int) Math.max(1, Math.min(2.0 * steps, ROUND_NANOS / took * steps));
        }
        return (int) Math.max(3, MEASURED_NANOS / best);
    }
}
