package org.gradus.examples.subject;

import java.io.PrintStream;
import java.util.Arrays;
import java.util.Locale;
import org.gradus.core.Tensor;
import org.gradus.optim.NonFinite;
import org.gradus.optim.Optimizer;
import org.gradus.optim.OptimizerOptions;
import org.gradus.optim.StepReport;
import org.gradus.optim.gradient.GradientTransform;
import org.gradus.optim.rule.Sgd;
import org.gradus.optim.schedule.Schedule;

/** Section 4 of the subject: momentum in a ravine, clipping on a cliff, and steps that cannot be taken. */
public final class MomentumAndClipping {
    private static final int STEPS = 1000;
    private static final int SHOWN = 60;
    private static final double GOAL = 1e-6;

    private MomentumAndClipping() {}

    /**
     * Runs the program.
     *
     * @param args none
     */
    public static void main(String[] args) {
        show(System.out);
    }

    static void show(PrintStream out) {
        ravine(out);
        cliff(out);
        GradientRefinements.show(out);
    }

    /** The rates are the best ones for curvatures from 1 to 100: 2/(L + m), 4/(√L + √m)² and 1/L. */
    private static void ravine(PrintStream out) {
        Sgd heavyBall = Sgd.defaults().withMomentum(81.0 / 121);
        Sgd nesterov = Sgd.defaults().withMomentum(9.0 / 11).withNesterov(true);
        double[] plain = descend(Sgd.defaults(), 2.0 / 101);
        double[] momentum = descend(heavyBall, 4.0 / 121);
        double[] lookAhead = descend(nesterov, 1.0 / 100);
        out.println("(x^2 + 100 y^2)/2 from (10, 1), each with its best rate:");
        out.printf(Locale.ROOT, "  steps to %.0e, plain: %d%n", GOAL, stepsToGoal(plain));
        out.printf(Locale.ROOT, "  steps to %.0e, momentum: %d%n", GOAL, stepsToGoal(momentum));
        out.printf(Locale.ROOT, "  steps to %.0e, Nesterov: %d%n", GOAL, stepsToGoal(lookAhead));
        out.println("The value as a power of 10 (p: plain, m: momentum, n: Nesterov):");
        out.print(Chart.of("pmn", 12, shown(plain), shown(momentum), shown(lookAhead)));
    }

    private static double[] descend(Sgd rule, double rate) {
        Point point = new Point(10, 1);
        Optimizer optimizer = Optimizer.of(point, rule, Schedule.constant(rate));
        double[] values = new double[STEPS];
        for (int i = 0; i < STEPS; i++) {
            Tensor value = point.value().square().mul(Tensor.of(0.5f, 50f)).sum();
            values[i] = value.item();
            optimizer.step(value.backward());
        }
        return values;
    }

    private static int stepsToGoal(double[] values) {
        int steps = 0;
        while (steps < values.length && values[steps] > GOAL) {
            steps++;
        }
        return steps;
    }

    private static double[] shown(double[] values) {
        return Chart.log(Arrays.copyOf(values, SHOWN));
    }

    private static void cliff(PrintStream out) {
        out.printf("%nx^4 from 20 with rate 0.1:%n");
        OptimizerOptions clipped = OptimizerOptions.defaults().withTransform(GradientTransform.clipGlobalNorm(10));
        slide(out, "clipped to 10", clipped);
        slide(out, "not clipped", OptimizerOptions.defaults());
        OptimizerOptions strict = OptimizerOptions.defaults().withNonFinite(NonFinite.THROW);
        try {
            slide(out, "not clipped, strict", strict);
        } catch (ArithmeticException e) {
            out.println("  not clipped, strict: " + e.getMessage());
        }
    }

    private static void slide(PrintStream out, String name, OptimizerOptions options) {
        Point point = new Point(20);
        Optimizer optimizer = Optimizer.of(point, Sgd.defaults(), Schedule.constant(0.1), options);
        double greatest = 0;
        for (int i = 0; i < 100; i++) {
            StepReport report =
                    optimizer.step(point.value().square().square().sum().backward());
            if (!report.applied()) {
                out.printf("  %s: after %d steps: %s%n", name, report.step(), report.skippedBecause());
                return;
            }
            greatest = Math.max(greatest, report.gradientNorm());
        }
        double end = point.value().item();
        out.printf(
                Locale.ROOT,
                "  %s: at %.3f after %d steps; greatest gradient %.0f%n",
                name,
                end,
                optimizer.steps(),
                greatest);
    }
}
