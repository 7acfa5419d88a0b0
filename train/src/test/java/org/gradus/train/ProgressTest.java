package org.gradus.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.gradus.optim.StepReport;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

    @Test
    void withoutATerminalThereIsOneLineForEachEpoch() {
        run(new Progress(out, false));
        assertThat(bytes.toString(StandardCharsets.UTF_8).lines().toList())
                .containsExactly(
                        "epoch 1/3: loss 0.2500, accuracy 50.00 %, validation loss 0.2500, accuracy 50.00 % (1.5 s)");
    }

    @Test
    void onATerminalABarShowsRateRemainingTimeLossAndAccuracy() {
        run(new Progress(out, true));
        assertThat(bytes.toString(StandardCharsets.UTF_8))
                .contains("\r")
                .containsPattern(
                        "16% .* 1/6 \\(0:0\\d:\\d\\d / 0:0\\d:\\d\\d\\) (\\?|[\\d.]+)/s epoch 1 loss 0\\.500 accuracy 75\\.0%");
    }

    private static void run(Progress progress) {
        ConfusionMatrix half = new ConfusionMatrix(2);
        half.add(0, 0);
        half.add(1, 0);
        Evaluation evaluation = new Evaluation(0.25, half);
        progress.onStart(3, 6);
        progress.onStep(new StepEvent(0, 0, 2, 4, 0.5, 0.5, 0.75, new StepReport(1, 0.1, 2.0, null)));
        progress.onEpoch(new EpochEvent(0, 3, evaluation, Optional.of(evaluation), 1.5));
        progress.onEnd();
    }
}
