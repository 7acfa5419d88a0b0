package org.gradus.benchmarks.workload;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.gradus.benchmarks.report.Machine;
import org.gradus.benchmarks.report.Table;

/** W6: answers for one sample, by one caller and by several at once. */
final class AnswersComparison {
    private static final List<Task> ALL =
            List.of(new Task(Workload.W1, Task.Rule.ADAM, 64), new Task(Workload.W2, Task.Rule.ADAM, 64));
    private static final int ROUNDS = 5;
    private static final int ROUND_MILLIS = 300;
    private static final int WARM_UP_MILLIS = 2000;

    private final List<Rival> rivals;
    private final List<Integer> threads;
    private final List<Integer> numbersOfCallers;
    private final Path data;

    AnswersComparison(List<Rival> rivals, List<Integer> threads, List<Integer> numbersOfCallers, Path data) {
        this.rivals = rivals;
        this.threads = threads;
        this.numbersOfCallers = numbersOfCallers;
        this.data = data;
    }

    Table table(List<Task> given, List<String> skipped) throws IOException {
        Table table = new Table(
                "model", "threads", "callers", "contestant", "median", "99 %", "answers/s", "wrong or failed", "load");
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
    private record Lane(Running running, String name) {}

    private void compare(Task task, Path directory, int count, Table table, List<String> skipped) throws IOException {
        List<Lane> lanes = new ArrayList<>();
        double[] expected = {};
        try {
            for (Rival rival : rivals) {
                Running running = rival.start(count);
                try {
                    String name = running.prepare(task, directory);
                    double[] outputs = logarithms(running.answers(100).outputs());
                    expected = expected.length == 0 ? outputs : expected;
                    running.callers(1, WARM_UP_MILLIS);
                    lanes.add(new Lane(running, name + (StepsComparison.agree(outputs, expected) ? "" : " DIFFERS")));
                } catch (IOException e) {
                    running.close();
                    skipped.add(task + ": " + e.getMessage());
                }
            }
            for (int callers : numbersOfCallers) {
                List<List<Running.Callers>> seen = new ArrayList<>();
                lanes.forEach(lane -> seen.add(new ArrayList<>()));
                for (int round = 0; round < ROUNDS; round++) {
                    for (int i = 0; i < lanes.size(); i++) {
                        seen.get(i).add(lanes.get(i).running().callers(callers, ROUND_MILLIS));
                    }
                }
                for (int i = 0; i < lanes.size(); i++) {
                    row(task, count, callers, lanes.get(i).name(), seen.get(i), table);
                }
            }
        } finally {
            for (Lane lane : lanes) {
                lane.running().close();
            }
        }
    }

    /** Logarithms of probabilities, whether the outputs are such already or have another sum. */
    private static double[] logarithms(double[] outputs) {
        double sum = Arrays.stream(outputs).map(StrictMath::exp).sum();
        return Arrays.stream(outputs).map(v -> v - StrictMath.log(sum)).toArray();
    }

    /** The median of the rounds' figures, so that a moment of other load does not decide. */
    private static void row(Task task, int count, int callers, String name, List<Running.Callers> rounds, Table table) {
        table.row(
                task.workload().toString(),
                Integer.toString(count),
                Integer.toString(callers),
                name,
                Table.time(median(
                        rounds.stream().mapToDouble(Running.Callers::median).toArray())),
                Table.time(
                        median(rounds.stream().mapToDouble(Running.Callers::p99).toArray())),
                Table.number(median(
                        rounds.stream().mapToDouble(Running.Callers::perSecond).toArray())),
                Long.toString(rounds.stream().mapToLong(Running.Callers::errors).sum()),
                Machine.load());
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        return values[values.length / 2];
    }
}
