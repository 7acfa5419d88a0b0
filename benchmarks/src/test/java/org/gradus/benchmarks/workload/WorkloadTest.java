package org.gradus.benchmarks.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Arrays;
import org.gradus.core.Parameter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WorkloadTest {
    @TempDir
    Path directory;

    /** Parameters of the models as their papers and the descriptions count them. */
    @Test
    void theModelsHaveTheSizesThatTheyAreKnownBy() {
        assertThat(parameters(Workload.W1)).isEqualTo(784 * 512 + 512 + 512 * 256 + 256 + 256 * 10 + 10);
        int dense = 64 * 49 * 128 + 128 + 128 * 10 + 10;
        assertThat(parameters(Workload.W2)).isEqualTo(32 * 9 + 32 + 64 * 32 * 9 + 64 + dense);
        assertThat(parameters(Workload.W2BN)).isEqualTo(32 * 9 + 64 + 64 * 32 * 9 + 128 + dense);
        int blocks = 2 * 16 * 16 * 9 + (16 * 32 + 32 * 32) * 9 + 16 * 32 + (32 * 64 + 64 * 64) * 9 + 32 * 64;
        int norms = 2 * (16 + 2 * 16 + 3 * 32 + 3 * 64);
        assertThat(parameters(Workload.W3)).isEqualTo(3 * 16 * 9 + blocks + norms + 64 * 10 + 10);
    }

    private static int parameters(Workload workload) {
        Task task = new Task(workload, Task.Rule.ADAM, 1);
        return workload.build(task).parameters().stream()
                .map(Parameter::shape)
                .mapToInt(shape -> shape.size())
                .sum();
    }

    @ParameterizedTest
    @EnumSource(Workload.class)
    void theLossFallsAndAnswersAreGiven(Workload workload) throws Exception {
        Task task = new Task(workload, Task.Rule.ADAM, 2);
        TaskData.draw(task).write(directory);
        ContestantProcess process = ContestantProcess.of(new Gradus());
        assertThat(process.obey(new String[] {"prepare", task.toString(), directory.toString()}))
                .startsWith("ready Gradus, ");
        double[] first = numbers(process.obey(new String[] {"steps", "17"}));
        assertThat(first).hasSize(1 + 2 * 17);
        assertThat(first[1]).isPositive();
        // the seventeenth step meets the first batch again
        assertThat(first[34]).isLessThan(first[18]);
        double[] answers = numbers(process.obey(new String[] {"answers", "3"}));
        assertThat(answers).hasSize(1 + 3 + Workload.CLASSES);
        double[] callers = numbers(process.obey(new String[] {"callers", "3", "5"}));
        assertThat(callers[0]).isGreaterThanOrEqualTo(3);
        assertThat(callers[1]).isZero();
        assertThat(callers[2]).isLessThanOrEqualTo(callers[3]);
        assertThat(process.obey(new String[] {"nonsense"})).isEqualTo("error unknown command nonsense");
    }

    private static double[] numbers(String reply) {
        return Arrays.stream(reply.split(" ", -1))
                .mapToDouble(Double::parseDouble)
                .toArray();
    }

    @Test
    void whatIsWrittenIsRead() throws Exception {
        Task task = new Task(Workload.W1, Task.Rule.SGD_MOMENTUM, 3);
        TaskData drawn = TaskData.draw(task);
        drawn.write(directory);
        TaskData read = TaskData.read(task, directory);
        assertThat(read.weights()).usingRecursiveComparison().isEqualTo(drawn.weights());
        assertThat(read.x()).usingRecursiveComparison().isEqualTo(drawn.x());
        assertThat(read.labels()).usingRecursiveComparison().isEqualTo(drawn.labels());
        assertThat(Arrays.stream(drawn.labels().get(0))).allMatch(label -> label >= 0 && label < Workload.CLASSES);
    }

    @Test
    void aTaskIsReadAsItIsWritten() {
        for (Task task : new Task[] {
            new Task(Workload.W2BN, Task.Rule.ADAM, 64), new Task(Workload.W3, Task.Rule.SGD_MOMENTUM, 32, 2, 4)
        }) {
            assertThat(Task.parse(task.toString())).isEqualTo(task);
        }
        assertThatThrownBy(() -> Task.parse("W9/ADAM/1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no workload is called W9; there are [W1, W2, W2BN, W3]");
        assertThatThrownBy(() -> Task.parse("W4/ADAM/16"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("W4 (a transformer encoder) is not measured yet: its layers do not exist;"
                        + " there are [W1, W2, W2BN, W3]");
        assertThatThrownBy(() -> Task.parse("W5/ADAM/32")).hasMessageStartingWith("W5 (an LSTM) is not measured yet");
    }

    @Test
    void lossesThatDriftApartAreSeen() {
        double[] expected = {2.3, 2.2};
        assertThat(StepsComparison.agree(new double[] {2.3001, 2.2001}, expected))
                .isTrue();
        assertThat(StepsComparison.agree(new double[] {2.3, 2.1}, expected)).isFalse();
        assertThat(StepsComparison.agree(new double[] {2.3, Double.NaN}, expected))
                .isFalse();
    }
}
