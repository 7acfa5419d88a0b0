package org.gradus.optim.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.gradus.core.Parameter;
import org.gradus.core.Tensor;
import org.gradus.optim.Optimizer;
import org.gradus.optim.OptimizerOptions;
import org.gradus.optim.Weights;
import org.gradus.optim.schedule.Schedule;
import org.junit.jupiter.api.Test;

class FtrlTest {
    private static final OptimizerOptions DECAY_ALL =
            OptimizerOptions.defaults().withDecayAll(true);

    /** A regression on ten features of which three matter, by single samples. */
    @Test
    void c34AnL1PenaltyGivesExactZerosWithoutAProximalStepOfItsOwn() {
        float[] weights = regression(Ftrl.defaults().withL1(1.5), 0.5);
        for (int i = 0; i < 10; i++) {
            if (i < 3) {
                assertThat(Math.abs(weights[i])).isGreaterThan(0.5f);
            } else {
                assertThat(Float.floatToRawIntBits(weights[i]))
                        .as("weight %d", i)
                        .isZero();
            }
        }
        for (float weight : regression(Ftrl.defaults(), 0.5)) {
            assertThat(weight).isNotZero();
        }
    }

    private static float[] regression(UpdateRule rule, double rate) {
        SplittableRandom random = new SplittableRandom(3);
        Weights model = new Weights();
        Parameter w = model.add("w", Tensor.zeros(10));
        Optimizer optimizer = Optimizer.of(model, rule, Schedule.constant(rate));
        for (int step = 0; step < 300; step++) {
            Tensor x = Weights.filled(w.shape(), random);
            float[] features = x.data();
            float y = features[0] - 2 * features[1] + 1.5f * features[2] + (float) (0.1 * random.nextDouble());
            optimizer.step(w.value().mul(x).sum().sub(y).square().mul(0.5f).backward());
        }
        return w.value().toArray();
    }

    /** Algorithm 1 of the paper, line by line, from weights of 0 at one rate. */
    @Test
    void isThePapersAlgorithm1() {
        double alpha = 0.3;
        double beta = 0.7;
        double lambda1 = 0.4;
        double lambda2 = 0.2;
        SplittableRandom random = new SplittableRandom(5);
        Weights model = Weights.of("w", 0f);
        Parameter w = model.get("w");
        Ftrl rule = new Ftrl(beta, 0, lambda1, lambda2);
        Optimizer optimizer = Optimizer.of(model, rule, Schedule.constant(alpha), DECAY_ALL);
        double z = 0;
        double n = 0;
        for (int step = 0; step < 50; step++) {
            double weight = Math.abs(z) <= lambda1
                    ? 0
                    : -1 / ((beta + Math.sqrt(n)) / alpha + lambda2) * (z - Math.signum(z) * lambda1);
            assertThat(w.value().item()).isCloseTo((float) weight, within(1e-6f));
            float g = (float) (2 * random.nextDouble() - 1);
            double sigma = (Math.sqrt(n + (double) g * g) - Math.sqrt(n)) / alpha;
            z += g - sigma * weight;
            n += (double) g * g;
            optimizer.step(Weights.gradients(w, g));
        }
    }

    /** Without penalties each step is {@code θ − lr·g/(β + √Σg²)}, wherever it starts and however the rate changes. */
    @Test
    void withoutPenaltiesItIsAdaGradThatKeepsItsStart() {
        Schedule schedule = step -> 0.2 / (1 + step);
        double[] gradients = {0.5, -1, 0.25, 2, -0.125};
        double weight = 1;
        double squares = 0;
        for (int step = 0; step < gradients.length; step++) {
            squares += gradients[step] * gradients[step];
            weight -= schedule.at(step) * gradients[step] / (1 + Math.sqrt(squares));
        }
        assertThat(OneWeight.after(Ftrl.defaults(), schedule, gradients)).isCloseTo(weight, within(1e-6));
    }

    @Test
    void aRateOfZeroMovesNeitherWeightsNorState() {
        Weights model = Weights.of("w", 1f, 2f);
        Parameter w = model.get("w");
        Optimizer optimizer = Optimizer.of(model, Ftrl.defaults().withL1(0.1), step -> step == 1 ? 0 : 0.1);
        optimizer.step(Weights.gradients(w, 1f, -1f));
        float[] before = w.value().toArray();
        Tensor z = optimizer.state().tensor("w/z");
        optimizer.step(Weights.gradients(w, 1f, -1f));
        assertThat(w.value().toArray()).isEqualTo(before);
        assertThat(optimizer.state().tensor("w/z").toArray()).isEqualTo(z.toArray());
        optimizer.step(Weights.gradients(w, 1f, -1f));
        assertThat(w.value().toArray()).isNotEqualTo(before);
    }

    @Test
    void squaresBeyondFloatLeaveNumbers() {
        OneWeight one = new OneWeight(Ftrl.defaults(), Schedule.constant(0.1));
        for (int step = 0; step < 3; step++) {
            assertThat(one.step(1e30)).isFinite();
        }
        assertThat(one.slot("z")).isFinite();
        assertThat(one.slot("n")).isEqualTo(Float.MAX_VALUE);
    }

    @Test
    void biasesAreSparedL2ButNotL1() {
        float plain = stepped(Ftrl.defaults());
        assertThat(stepped(Ftrl.defaults().withL2(5))).isEqualTo(plain);
        assertThat(stepped(Ftrl.defaults().withL1(100))).isZero();
    }

    private static float stepped(Ftrl rule) {
        Weights model = Weights.of("bias", 1f);
        Parameter bias = model.get("bias");
        Optimizer.of(model, rule, Schedule.constant(0.1)).step(Weights.gradients(bias, 1f));
        return bias.value().item();
    }
}
