package org.gradus.examples.subject;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.gradus.core.Tensor;
import org.gradus.optim.Optimizer;
import org.gradus.optim.chart.LineChart;
import org.gradus.optim.rule.Lbfgs;
import org.gradus.optim.rule.Sgd;
import org.gradus.optim.rule.UpdateRule;
import org.gradus.optim.schedule.Schedule;

/** Of section 2: descent, momentum and L-BFGS with all digits in each step. */
final class WholeBatches {
    private static final int EVALUATIONS = 100;
    private static final double RATE = 0.5;

    private WholeBatches() {}

    static void show(PrintStream out) throws IOException {
        double[] descent = losses(Sgd.defaults(), RATE);
        double[] momentum = losses(Sgd.defaults().withMomentum(0.9), RATE);
        double[] quasiNewton = losses(Lbfgs.defaults(), 1);
        out.printf("%nThe network's loss of all digits after so many evaluations of loss and gradient:%n");
        out.printf("%5s  %-12s%-12s%s%n", "", "descent", "momentum", "L-BFGS");
        for (int evaluations : new int[] {1, 10, 25, 50, EVALUATIONS}) {
            int i = evaluations - 1;
            out.printf(Locale.ROOT, "%5d  %-12.1e%-12.1e%.1e%n", evaluations, descent[i], momentum[i], quasiNewton[i]);
        }
    }

    static void draw(Map<String, String> pictures) throws IOException {
        double[] evaluations =
                IntStream.rangeClosed(1, EVALUATIONS).asDoubleStream().toArray();
        pictures.put(
                "whole-batches.svg",
                LineChart.of("All digits in each step")
                        .withLabels("evaluations of loss and gradient", "lowest loss so far")
                        .withLogarithmicY()
                        .with("descent", evaluations, losses(Sgd.defaults(), RATE))
                        .with("momentum", evaluations, losses(Sgd.defaults().withMomentum(0.9), RATE))
                        .with("L-BFGS", evaluations, losses(Lbfgs.defaults(), 1))
                        .svg());
    }

    /** The lowest loss after each evaluation; a line search evaluates more than once in a step. */
    private static double[] losses(UpdateRule rule, double rate) throws IOException {
        DigitsNetwork network = new DigitsNetwork(DigitsNetwork.digits());
        List<Double> seen = new ArrayList<>();
        Optimizer optimizer = Optimizer.of(network.model(), rule, Schedule.constant(rate));
        while (seen.size() < EVALUATIONS) {
            optimizer.step(again -> {
                Tensor loss = network.loss();
                seen.add((double) loss.item());
                return loss;
            });
        }
        double[] lowest = new double[EVALUATIONS];
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i < EVALUATIONS; i++) {
            least = Math.min(least, seen.get(i));
            lowest[i] = least;
        }
        return lowest;
    }
}
