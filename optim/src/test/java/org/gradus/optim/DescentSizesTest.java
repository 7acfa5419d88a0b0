package org.gradus.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.gradus.core.Parameter;
import org.gradus.core.Tensor;
import org.gradus.optim.rule.Sgd;
import org.gradus.optim.schedule.Schedule;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Batch, stochastic and mini-batch descent: one optimizer, and three sizes of what is differentiated. */
class DescentSizesTest {
    private static final float[] X = {1, 0.5f, -1, 2, 0.25f, -1.5f, 0.75f, -0.25f};
    private static final float[] Y = {3, 2, -1, 5, 1.5f, -2, 2.5f, 0.5f};
    private static final int EPOCHS = 3;
    private static final double RATE = 0.125;

    private static int steps(Weights model, int size) {
        Parameter w = model.get("w");
        Optimizer optimizer = Optimizer.of(model, Sgd.defaults(), Schedule.constant(RATE));
        for (int epoch = 0; epoch < EPOCHS; epoch++) {
            for (int from = 0; from < X.length; from += size) {
                int to = Math.min(from + size, X.length);
                Tensor x = Tensor.of(Arrays.copyOfRange(X, from, to));
                Tensor y = Tensor.of(Arrays.copyOfRange(Y, from, to));
                optimizer.step(x.mul(w.value()).sub(y).square().mul(0.5f).mean().backward());
            }
        }
        return (int) optimizer.steps();
    }

    /** {@code w ← w − η·mean((w·x − y)·x)} over each batch in turn. */
    private static double byHand(int size) {
        double w = 0;
        for (int epoch = 0; epoch < EPOCHS; epoch++) {
            for (int from = 0; from < X.length; from += size) {
                int to = Math.min(from + size, X.length);
                double sum = 0;
                for (int i = from; i < to; i++) {
                    sum += (w * X[i] - Y[i]) * X[i];
                }
                w -= RATE * sum / (to - from);
            }
        }
        return w;
    }

    /** At most 24 steps of at most some eight roundings each, of numbers below 4. */
    @ParameterizedTest
    @CsvSource({"batch, 8, 3", "stochastic, 1, 24", "mini-batch, 4, 6", "mini-batch with a short one, 3, 9"})
    void theSizeOfTheBatchIsAllThatDiffers(String name, int size, int steps) {
        Weights model = new Weights();
        Parameter w = model.add("w", Tensor.zeros(1));
        assertThat(steps(model, size)).as(name).isEqualTo(steps);
        assertThat((double) w.value().item()).as(name).isCloseTo(byHand(size), within(24 * 8 * 4 * 0x1p-24));
    }
}
