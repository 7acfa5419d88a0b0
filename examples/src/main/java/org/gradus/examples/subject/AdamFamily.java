package org.gradus.examples.subject;

import java.io.IOException;
import java.io.PrintStream;
import java.util.Locale;
import org.gradus.core.Tensor;
import org.gradus.nn.Activation;
import org.gradus.nn.Linear;
import org.gradus.nn.Sequential;
import org.gradus.optim.Optimizer;
import org.gradus.optim.OptimizerOptions;
import org.gradus.optim.ParameterGroup;
import org.gradus.optim.rule.Adam;
import org.gradus.optim.rule.AdamW;
import org.gradus.optim.rule.Sgd;
import org.gradus.optim.rule.UpdateRule;
import org.gradus.optim.schedule.Schedule;

/** Section 5 of the subject: steps that do not depend on the size of the gradient. */
public final class AdamFamily {
    private static final Tensor SLOPES = Tensor.of(1000f, 1f, 1e-3f, 1e-6f);
    private static final double RATE = 0.01;

    private AdamFamily() {}

    /**
     * Runs the program.
     *
     * @param args none
     * @throws IOException when the digits are missing
     */
    public static void main(String[] args) throws IOException {
        show(System.out);
    }

    static void show(PrintStream out) throws IOException {
        firstSteps(out);
        decay(out);
        groups(out);
        AdamKin.show(out);
    }

    private static void firstSteps(PrintStream out) {
        out.println("The first step at rate 0.01, by the size of the gradient:");
        out.printf("  %-12s %10s %10s %10s %10s%n", "gradient", "1000", "1", "0.001", "0.000001");
        row(out, "Sgd", Sgd.defaults());
        row(out, "Adam", Adam.defaults());
        row(out, "Adam, Keras", Adam.keras());
    }

    private static void row(PrintStream out, String name, UpdateRule rule) {
        Point point = new Point(0, 0, 0, 0);
        Optimizer optimizer = Optimizer.of(point, rule, Schedule.constant(RATE));
        optimizer.step(point.value().mul(SLOPES).sum().backward());
        float[] step = point.value().neg().toArray();
        out.printf(Locale.ROOT, "  %-12s %10.3g %10.3g %10.3g %10.3g%n", name, step[0], step[1], step[2], step[3]);
    }

    /** Two weights of 1 under noise of mean 0 and of different size, which leaves the decay alone to act on average. */
    private static void decay(PrintStream out) {
        out.printf("%nWeights of 1 after 200 steps with decay 0.1, by the size of their alternating gradients:%n");
        out.printf("  %-12s %10s %10s%n", "gradient", "+-10", "+-0.01");
        decayed(out, "Adam, l2", Adam.defaults().withL2(0.1));
        decayed(out, "AdamW", AdamW.defaults().withWeightDecay(0.1));
    }

    private static void decayed(PrintStream out, String name, UpdateRule rule) {
        Point point = new Point(1, 1);
        OptimizerOptions options = OptimizerOptions.defaults().withDecayAll(true);
        Optimizer optimizer = Optimizer.of(point, rule, Schedule.constant(RATE), options);
        for (int i = 0; i < 200; i++) {
            float sign = i % 2 == 0 ? 1f : -1f;
            optimizer.step(
                    point.value().mul(Tensor.of(10f * sign, 0.01f * sign)).sum().backward());
        }
        out.printf(
                Locale.ROOT,
                "  %-12s %10.3f %10.3f%n",
                name,
                point.value().at(0),
                point.value().at(1));
    }

    private static void groups(PrintStream out) {
        Sequential model = new Sequential()
                .add("encoder", new Linear(64, 32, Activation.RELU))
                .add("head", new Linear(32, 10));
        model.initialize(1);
        Optimizer optimizer = Optimizer.of(
                model,
                AdamW.defaults(),
                Schedule.constant(1e-3),
                OptimizerOptions.defaults()
                        .withGroup(ParameterGroup.paths("encoder\\..*").withRateFactor(0.1))
                        .withGroup(ParameterGroup.paths("head\\.weight").withDecay(0)));
        out.printf("%n%s%n", optimizer.summary());
    }
}
