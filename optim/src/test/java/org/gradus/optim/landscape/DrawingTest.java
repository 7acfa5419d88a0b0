package org.gradus.optim.landscape;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.gradus.core.Rng;
import org.gradus.optim.Optimizer;
import org.gradus.optim.rule.Adam;
import org.gradus.optim.rule.Sgd;
import org.gradus.optim.schedule.Schedule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Drawings are XML, show what they should, and are the same to the byte on every backend and JDK. */
class DrawingTest {
    private static List<Surface> surfaces() {
        return Surface.all();
    }

    private static Trails trails(Surface surface) {
        return Race.on(surface, 80)
                .with("descent", Sgd.defaults(), Schedule.constant(1e-3))
                .with("Adam", Adam.defaults(), Schedule.constant(0.1))
                .with("too fast & <wild>", Sgd.defaults(), Schedule.constant(0.5))
                .run();
    }

    @ParameterizedTest
    @MethodSource("surfaces")
    void aRaceIsDrawn(Surface surface) {
        Trails trails = trails(surface);
        Drawing drawing = Drawing.parsed(trails.toSvg());
        assertThat(trails.toSvg()).isEqualTo(drawing.text());
        assertThat(drawing.count("path", "gr-contour")).isEqualTo(12);
        assertThat(drawing.count("path", "gr-mark")).isEqualTo(surface.minima().size());
        assertThat(drawing.count("circle", "gr-mark")).isEqualTo(1);
        for (int i = 0; i < 3; i++) {
            assertThat(drawing.count("path", "gr-line" + i))
                    .as("line and legend")
                    .isEqualTo(2);
            assertThat(drawing.count("circle", "gr-fill" + i)).isGreaterThanOrEqualTo(1);
        }
        Trail adam = trails.trails().get(1);
        assertThat(drawing.text()).contains("Adam: " + Shown.of(adam.last().value()) + ", ");
        assertThat(drawing.text()).contains("too fast &amp; &lt;wild&gt;: ");
    }

    @Test
    void theBytesAreTheSameEverywhere() {
        assertThat(Drawing.parsed(trails(Surface.rosenbrock()).toSvg()).sha256())
                .isEqualTo("cdc33056df4287c76c526ea9077bd98c70364b8233e1ada203395624362a1cce");
        SmallNetwork network = new SmallNetwork(1);
        Direction x = Direction.random(network, Rng.of(1));
        Direction y = Direction.random(network, Rng.of(2));
        LossPlane plane = LossPlane.of(network, network.objective(), x, y, new Area(-1, 1, -1, 1), 21, 21);
        assertThat(Drawing.parsed(plane.toSvg("Around the weights")).sha256())
                .isEqualTo("2f29763de18e5424a7bc4b5d9b13431a7b5833b4783afe07fcf6cbebde1dbc06");
    }

    /** How lines are drawn is for the tests of charts; here it is the numbers that must not depend on backend and JDK. */
    @Test
    void theNumbersAreTheSameEverywhere() {
        SmallNetwork network = new SmallNetwork(1);
        LossLine line = LossLine.of(network, network.objective(), Direction.random(network, Rng.of(1)), -1, 1, 41);
        Optimizer optimizer = Optimizer.of(network, Adam.defaults(), Schedule.constant(1));
        RateSweep sweep = RateFinder.defaults().sweep(network, optimizer, batch -> network.objective());
        Eigenpair top = PowerIteration.defaults().dominant(network, network.objective());
        long[] bits = DoubleStream.of(
                        added(line.points().stream().mapToDouble(LossLine.Point::loss)),
                        added(sweep.trials().stream().mapToDouble(RateSweep.Trial::rate)),
                        added(sweep.trials().stream().mapToDouble(RateSweep.Trial::smoothed)),
                        sweep.suggestion().orElseThrow(),
                        top.value(),
                        top.residual())
                .mapToLong(Double::doubleToLongBits)
                .toArray();
        assertThat(bits)
                .containsExactly(
                        4625808647354580992L,
                        4633486101756567396L,
                        4631643621938951179L,
                        4612264775384173003L,
                        4612611182837340973L,
                        4566756694799179886L);
        Drawing.parsed(line.chart("Along a line").svg());
        Drawing.parsed(sweep.chart().svg());
        assertThat(sweep.chart().text(60, 12))
                .contains("suggestion " + Shown.of(sweep.suggestion().orElseThrow()));
    }

    /** In order, without the compensation that {@code sum()} applies in its own way on each JDK. */
    private static double added(DoubleStream values) {
        return values.reduce(0, Double::sum);
    }

    @Test
    void trailsThatLeaveOrHaveNowhereToGoAreDrawnToo() {
        Surface root = Surface.of("<root>", (x, y) -> x.sqrt().add(y.square()), new Area(-2, 2, -1, 1), 1, 1);
        Drawing lost = Drawing.parsed(Race.on(root, 5)
                .with("", Sgd.defaults(), Schedule.constant(4))
                .with("overflow", Sgd.defaults(), Schedule.constant(1e38))
                .run()
                .toSvg());
        assertThat(lost.text()).contains("&lt;root&gt;");
        assertThat(lost.count("path", "gr-mark")).isZero();
        Drawing.parsed(Race.on(root, 5)
                .from(3e38, -3e38)
                .with("", Sgd.defaults(), Schedule.constant(1))
                .run()
                .toSvg());
        Drawing empty = Drawing.parsed(Race.on(root, 5).run().toSvg());
        assertThat(empty.count("circle", "gr-mark")).isZero();
        Surface nowhere = Surface.of("nowhere", (x, y) -> x.mul(Float.NaN), new Area(0, 1, 0, 1), 0, 0);
        Drawing blank = Drawing.parsed(Race.on(nowhere, 5)
                .with("", Adam.defaults(), Schedule.constant(1))
                .run()
                .toSvg());
        assertThat(blank.count("path", "gr-contour")).isZero();
    }

    @Test
    void slicesAreDrawnWhateverTheirNumbers() {
        double[] xs = {-1, 0, 1};
        LossPlane holes = new LossPlane(new Grid(
                xs, xs, new double[] {1, 2, 3, Double.NaN, 0.5, Double.POSITIVE_INFINITY, 7, 8, Double.NEGATIVE_INFINITY
                }));
        Drawing drawing = Drawing.parsed(holes.toSvg("Holes & <more>"));
        assertThat(drawing.text()).contains("loss from 0.5 (cross) to 8, not finite at 3 points");
        assertThat(drawing.count("circle", "gr-mark")).isEqualTo(1);
        assertThat(drawing.count("path", "gr-mark")).isEqualTo(1);
        double[] none = new double[9];
        java.util.Arrays.fill(none, Double.NaN);
        Drawing blank = Drawing.parsed(new LossPlane(new Grid(xs, xs, none)).toSvg("Nothing"));
        assertThat(blank.text()).contains("no loss is finite");
        LossLine line = new LossLine(IntStream.range(-2, 3)
                .mapToObj(i -> new LossLine.Point(i, i == 1 ? Double.NaN : i == 2 ? Double.POSITIVE_INFINITY : 3 - i))
                .toList());
        Drawing.parsed(line.chart("A gap").svg());
        assertThat(line.chart("A gap").text(40, 8)).contains("present weights");
        Drawing.parsed(new LossLine(List.of(new LossLine.Point(1, Double.NaN), new LossLine.Point(2, Double.NaN)))
                .chart("Nothing")
                .svg());
    }

    @Test
    void aSweepIsDrawnWithAndWithoutASuggestion() {
        RateSweep empty = RateSweep.of(List.of(), "nothing was tried", 0.9);
        Drawing.parsed(empty.chart().svg());
        assertThat(empty.chart().text(40, 8)).doesNotContain("suggestion");
        assertThat(empty.suggestion()).isEqualTo(OptionalDouble.empty());
        RateSweep one = RateSweep.of(List.of(new RateSweep.Trial(1e-3, 2, 2)), "one", 0.9);
        Drawing.parsed(one.chart().svg());
        List<RateSweep.Trial> trials = IntStream.range(0, 30)
                .mapToObj(i -> new RateSweep.Trial(
                        Math.pow(10, i / 5.0 - 6), i < 25 ? 3 - i * 0.1 : 1e30, i < 25 ? 3 - i * 0.1 : 1e30))
                .toList();
        RateSweep falling = RateSweep.of(trials, "up", 0);
        Drawing drawing = Drawing.parsed(falling.chart().svg());
        assertThat(drawing.count("path", "gr-line2"))
                .as("the mark and its legend")
                .isEqualTo(2);
    }
}
