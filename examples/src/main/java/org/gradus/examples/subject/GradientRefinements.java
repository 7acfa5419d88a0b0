package org.gradus.examples.subject;

import java.io.PrintStream;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.gradus.core.Rng;
import org.gradus.core.Tensor;
import org.gradus.optim.Optimizer;
import org.gradus.optim.OptimizerOptions;
import org.gradus.optim.WeightAverage;
import org.gradus.optim.chart.LineChart;
import org.gradus.optim.gradient.GradientTransform;
import org.gradus.optim.landscape.Race;
import org.gradus.optim.landscape.Surface;
import org.gradus.optim.landscape.Trails;
import org.gradus.optim.rule.Lookahead;
import org.gradus.optim.rule.Sgd;
import org.gradus.optim.schedule.Schedule;

/** Of section 4: paths through a ravine, what may be done to a gradient before a step, and averages of the weights after it. */
final class GradientRefinements {
    private static final int STEPS = 400;
    private static final int COORDINATES = 256;

    private GradientRefinements() {}

    static void show(PrintStream out) {
        out.printf("%n%s", ravine().summary());
        transforms(out);
        out.printf("%nMean square error after %d noisy steps, of the weights for use:%n", STEPS);
        averaged(out, "none", OptimizerOptions.defaults());
        averaged(out, "EMA", OptimizerOptions.defaults().withAverage(WeightAverage.ema(0.98)));
        averaged(out, "Polyak", OptimizerOptions.defaults().withAverage(WeightAverage.polyak(100)));
        averaged(out, "SWA", OptimizerOptions.defaults().withAverage(WeightAverage.swa(100, 20)));
    }

    static void draw(Map<String, String> pictures) {
        pictures.put("ravine.svg", ravine().toSvg());
        double[] steps = IntStream.rangeClosed(1, STEPS).asDoubleStream().toArray();
        WeightAverage ema = WeightAverage.ema(0.98);
        pictures.put(
                "weight-averages.svg",
                LineChart.of("Averages of noisy weights")
                        .withLabels("step", "mean square error")
                        .withLogarithmicY()
                        .with("none", steps, errors(OptimizerOptions.defaults()))
                        .with("EMA", steps, errors(OptimizerOptions.defaults().withAverage(ema)))
                        .with(
                                "Polyak",
                                steps,
                                errors(OptimizerOptions.defaults().withAverage(WeightAverage.polyak(100))))
                        .with("SWA", steps, errors(OptimizerOptions.defaults().withAverage(WeightAverage.swa(100, 20))))
                        .svg());
    }

    private static Trails ravine() {
        Schedule rate = Schedule.constant(0.035);
        Sgd momentum = Sgd.defaults().withMomentum(0.7);
        return Race.on(Surface.ravine(), 50)
                .with("descent", Sgd.defaults(), rate)
                .with("momentum", momentum, rate)
                .with("Nesterov", momentum.withNesterov(true), Schedule.constant(0.02))
                .with("Lookahead", Lookahead.of(momentum), rate)
                .run();
    }

    private static void transforms(PrintStream out) {
        out.printf("%nThe step for the gradient (3, -4), of weights (1, 1), transformed:%n");
        step(out, "by value, 3.5", GradientTransform.clipEachValue(3.5));
        step(out, "by norm, 1", GradientTransform.clipEachNorm(1));
        step(out, "global norm, 1", GradientTransform.clipGlobalNorm(1));
        step(out, "by unit, 0.5", GradientTransform.clipEachUnit(0.5));
        step(out, "noise", GradientTransform.noise(0.01, Rng.of(1)));
        step(out, "own, halved", (applied, gradients) -> gradients.map((parameter, g) -> g.mul(0.5f)));
    }

    private static void step(PrintStream out, String name, GradientTransform transform) {
        Point point = new Point(1, 1);
        OptimizerOptions options = OptimizerOptions.defaults().withTransform(transform);
        Optimizer optimizer = Optimizer.of(point, Sgd.defaults(), Schedule.constant(1), options);
        optimizer.step(point.value().mul(Tensor.of(3f, -4f)).sum().backward());
        Tensor step = Tensor.ones(2).sub(point.value());
        out.printf(Locale.ROOT, "  %-15s %7.3f %7.3f%n", name, step.at(0), step.at(1));
    }

    private static void averaged(PrintStream out, String name, OptimizerOptions options) {
        out.printf(Locale.ROOT, "  %-7s %.5f%n", name, errors(options)[STEPS - 1]);
    }

    /** Descends {@code Σx²/2} by gradients with unit normal noise; returns the error of the weights for use after each step. */
    private static double[] errors(OptimizerOptions options) {
        Point point = new Point(Tensor.ones(COORDINATES).toArray());
        Optimizer optimizer = Optimizer.of(point, Sgd.defaults(), Schedule.constant(0.1), options);
        Rng rng = Rng.of(1).at("noise");
        double[] errors = new double[STEPS];
        for (int i = 0; i < STEPS; i++) {
            Tensor noise = Tensor.of(rng.at(i).normal(COORDINATES));
            Tensor x = point.value();
            optimizer.step(x.square().mul(0.5f).add(x.mul(noise)).sum().backward());
            errors[i] = optimizer.evaluate(() -> point.value().square().mean().item());
        }
        return errors;
    }
}
