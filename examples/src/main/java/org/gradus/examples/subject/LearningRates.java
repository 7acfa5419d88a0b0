package org.gradus.examples.subject;

import java.io.PrintStream;
import java.util.Locale;
import org.gradus.core.Rng;
import org.gradus.core.Tensor;
import org.gradus.optim.Optimizer;
import org.gradus.optim.rule.Sgd;
import org.gradus.optim.schedule.Schedule;

/** Section 3 of the subject: schedules of the learning rate, and what they are good for. */
public final class LearningRates {
    private static final int STEPS = 600;
    private static final int COLUMNS = 60;
    private static final int COORDINATES = 256;

    private LearningRates() {}

    /**
     * Runs the program.
     *
     * @param args none
     */
    public static void main(String[] args) {
        show(System.out);
    }

    static void show(PrintStream out) {
        Schedule constant = Schedule.constant(0.1);
        Schedule step = Schedule.step(0.1, 150, 0.5);
        Schedule cosine = Schedule.cosine(0.1, 600);
        Schedule warmUp = Schedule.cosine(0.1, 500).withWarmUp(100);
        draw(out, "constant", constant);
        draw(out, "step", step);
        draw(out, "cosine", cosine);
        draw(out, "warm-up, then cosine", warmUp);
        out.println("A schedule is a function: any step may be asked for, in any order, as often as one likes.");
        out.printf(
                Locale.ROOT,
                "cosine at 300: %.4f, at 0: %.4f, at 300: %.4f%n",
                cosine.at(300),
                cosine.at(0),
                cosine.at(300));
        ScheduleFamilies.show(out);
    }

    private static void draw(PrintStream out, String name, Schedule schedule) {
        double[] rates = new double[COLUMNS];
        for (int x = 0; x < COLUMNS; x++) {
            rates[x] = schedule.at((long) x * STEPS / COLUMNS);
        }
        out.printf(Locale.ROOT, "%s; mean square error after %d noisy steps: %.5f%n", name, STEPS, noisy(schedule));
        out.println(Chart.of("#", 6, rates));
    }

    /** Descends {@code Σx²/2} by gradients with unit normal noise, as those of mini-batches are noisy. */
    private static double noisy(Schedule rate) {
        Point point = new Point(Tensor.ones(COORDINATES).toArray());
        Optimizer optimizer = Optimizer.of(point, Sgd.defaults(), rate);
        Rng rng = Rng.of(1).at("noise");
        for (int i = 0; i < STEPS; i++) {
            Tensor noise = Tensor.of(rng.at(i).normal(COORDINATES));
            Tensor loss = point.value()
                    .square()
                    .mul(0.5f)
                    .add(point.value().mul(noise))
                    .sum();
            optimizer.step(loss.backward());
        }
        return point.value().square().mean().item();
    }
}
