package org.gradus.examples.subject;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.gradus.core.Rng;
import org.gradus.data.Batch;
import org.gradus.optim.Optimizer;
import org.gradus.optim.landscape.Area;
import org.gradus.optim.landscape.Direction;
import org.gradus.optim.landscape.Eigenpair;
import org.gradus.optim.landscape.LossPlane;
import org.gradus.optim.landscape.PowerIteration;
import org.gradus.optim.landscape.Race;
import org.gradus.optim.landscape.RateFinder;
import org.gradus.optim.landscape.RateSweep;
import org.gradus.optim.landscape.Surface;
import org.gradus.optim.landscape.Trails;
import org.gradus.optim.rule.Adam;
import org.gradus.optim.rule.Sgd;
import org.gradus.optim.schedule.Schedule;

/** Of section 1: surfaces that are difficult, and what a network's loss looks like. */
final class Difficulties {
    private static final int POINTS = 25;

    private Difficulties() {}

    static void show(PrintStream out) throws IOException {
        out.printf("%n%s", saddle().summary());
        out.printf("%n%s", minima().summary());
        DigitsNetwork network = new DigitsNetwork(DigitsNetwork.digits());
        PowerIteration power = PowerIteration.defaults();
        Eigenpair steepest = power.largest(network.model(), again -> network.loss());
        Eigenpair downwards = power.smallest(network.model(), again -> network.loss());
        out.printf(
                Locale.ROOT,
                "%nThe network's curvatures at its start lie from %.2f to %.2f%n",
                downwards.value(),
                steepest.value());
        RateSweep sweep = rates(network);
        out.printf("The rate finder: %s%n", sweep.reason());
    }

    static void draw(Map<String, String> pictures) throws IOException {
        pictures.put("saddle.svg", saddle().toSvg());
        pictures.put("local-minima.svg", minima().toSvg());
        DigitsNetwork network = new DigitsNetwork(DigitsNetwork.digits());
        pictures.put("rate-finder.svg", rates(network).chart().svg());
        pictures.put("loss-plane.svg", plane(network).toSvg("The digits' loss around trained weights"));
    }

    /** Beside the ridge that leads to the saddle point. */
    static Trails saddle() {
        return Race.on(Surface.saddle(), 50)
                .with("descent", Sgd.defaults(), Schedule.constant(0.1))
                .with("momentum", Sgd.defaults().withMomentum(0.8), Schedule.constant(0.1))
                .with("Adam", Adam.defaults(), Schedule.constant(0.1))
                .run();
    }

    private static Trails minima() {
        return Race.on(Surface.himmelblau(), 100)
                .with("rate 0.003", Sgd.defaults(), Schedule.constant(0.003))
                .with("rate 0.02", Sgd.defaults(), Schedule.constant(0.02))
                .with("momentum", Sgd.defaults().withMomentum(0.9), Schedule.constant(0.01))
                .run();
    }

    private static RateSweep rates(DigitsNetwork network) {
        Optimizer optimizer = Optimizer.of(network.model(), Sgd.defaults(), Schedule.constant(0.1));
        List<Batch> batches = new ArrayList<>();
        network.batches().epoch(0).forEach(batches::add);
        return RateFinder.defaults()
                .withRates(1e-4, 100, 100)
                .withSmoothing(0.9)
                .sweep(network.model(), optimizer, step -> again -> network.loss(batches.get(step % batches.size())));
    }

    private static LossPlane plane(DigitsNetwork network) {
        network.fit(Optimizer.of(network.model(), Sgd.defaults(), Schedule.constant(0.1)), 10);
        Direction x = Direction.random(network.model(), Rng.of(1).at("x"));
        Direction y = Direction.random(network.model(), Rng.of(1).at("y"));
        return LossPlane.of(network.model(), again -> network.loss(), x, y, new Area(-1, 1, -1, 1), POINTS, POINTS);
    }
}
