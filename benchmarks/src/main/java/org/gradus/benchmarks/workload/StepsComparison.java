package org.gradus.benchmarks.workload;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.gradus.benchmarks.report.Machine;
import org.gradus.benchmarks.report.Table;

/** Training steps, the contestants in turns. */
final class StepsComparison {
    static final List<Task> ALL = List.of(
            new Task(Workload.W1, Task.Rule.SGD_MOMENTUM, 64),
            new Task(Workload.W1, Task.Rule.ADAM, 64),
            new Task(Workload.W1, Task.Rule.SGD_MOMENTUM, 128),
            new Task(Workload.W1, Task.Rule.ADAM, 128),
            new Task(Workload.W2, Task.Rule.ADAM, 64),
            new Task(Workload.W2BN, Task.Rule.ADAM, 64),
            new Task(Workload.W3, Task.Rule.SGD_MOMENTUM, 32));

    /** Steps whose losses are compared, before contestants drift apart by rounding. */
    private static final int COMPARED = 5;

    private static final double TOLERANCE = 2e-3;
    private static final double ROUND_NANOS = 4e8;
    private static final double WARM_UP_NANOS = 2.5e9;

    private final List<Rival> rivals;
    private final List<Integer> threads;
    private final int rounds;
    private final Path data;

    StepsComparison(List<Rival> rivals, List<Integer> threads, int rounds, Path data) {
        this.rivals = rivals.stream().filter(Rival::trains).toList();
        this.threads = threads;
        this.rounds = rounds;
        this.data = data;
    }

    Table table(List<Task> given, List<String> skipped) throws IOException {
        Table table = new Table(
                "task",
                "threads",
                "contestant",
                "median step",
                "fastest",
                "of Gradus's time",
                "loss after 5 steps",
                "load");
        for (Task task : given.isEmpty() ? ALL : given) {
            Path directory = data.resolve(task.toString().replace('/', '-'));
            TaskData.draw(task).write(directory);
            for (int count : threads) {
                compare(task, directory, count, table, skipped);
            }
        }
        return table;
    }

    /** A contestant that takes part. */
    private record Lane(Running running, String name, double[] losses, int stepsInRound, List<Long> nanos) {}

    private void compare(Task task, Path directory, int count, Table table, List<String> skipped) throws IOException {
        List<Lane> lanes = new ArrayList<>();
        try {
            for (Rival rival : rivals) {
                Running running = rival.start(count);
                try {
                    String name = running.prepare(task, directory);
                    double[] losses = running.steps(COMPARED).losses();
                    lanes.add(new Lane(running, name, losses, warmUp(running), new ArrayList<>()));
                } catch (IOException e) {
                    running.close();
                    skipped.add(task + ": " + e.getMessage());
                }
            }
            for (int round = 0; round < rounds; round++) {
                for (Lane lane : lanes) {
                    for (long nanos : lane.running().steps(lane.stepsInRound()).nanos()) {
                        lane.nanos().add(nanos);
                    }
                }
            }
            rows(task, count, table, lanes);
        } finally {
            for (Lane lane : lanes) {
                lane.running().close();
            }
        }
    }

    /** Runs until the compilers are done; returns how many steps make a round. */
    private static int warmUp(Running contestant) throws IOException {
        double spent = 0;
        double last = 1;
        while (spent < WARM_UP_NANOS) {
            long[] nanos = contestant.steps(10).nanos();
            last = Arrays.stream(nanos).average().orElse(1);
            spent += Arrays.stream(nanos).sum();
        }
        return Math.max(1, (int) (ROUND_NANOS / last));
    }

    private static void rows(Task task, int count, Table table, List<Lane> lanes) {
        double gradus = Double.NaN;
        double[] expected = {};
        for (Lane lane : lanes) {
            long[] sorted = lane.nanos().stream().mapToLong(v -> v).sorted().toArray();
            double median = sorted[sorted.length / 2];
            if (lane.running().name().equals("gradus")) {
                gradus = median;
                expected = lane.losses();
            }
            table.row(
                    task.toString(),
                    Integer.toString(count),
                    lane.name(),
                    Table.time(median),
                    Table.time(sorted[0]),
                    String.format(Locale.ROOT, "%.2f", median / gradus),
                    Table.number(lane.losses()[COMPARED - 1]) + (agree(lane.losses(), expected) ? "" : " DIFFERS"),
                    Machine.load());
        }
    }

    static boolean agree(double[] losses, double[] expected) {
        for (int i = 0; i < expected.length; i++) {
            if (!(Math.abs(losses[i] - expected[i]) <= TOLERANCE * (1 + Math.abs(expected[i])))) {
                return false;
            }
        }
        return true;
    }
}
