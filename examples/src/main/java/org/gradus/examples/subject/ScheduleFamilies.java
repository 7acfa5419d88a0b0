package org.gradus.examples.subject;

import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.gradus.core.Improvement;
import org.gradus.optim.chart.LineChart;
import org.gradus.optim.landscape.Race;
import org.gradus.optim.landscape.Surface;
import org.gradus.optim.landscape.Trails;
import org.gradus.optim.rule.AdaDelta;
import org.gradus.optim.rule.AdaGrad;
import org.gradus.optim.rule.RmsProp;
import org.gradus.optim.rule.Rprop;
import org.gradus.optim.rule.Sgd;
import org.gradus.optim.schedule.OneCycle;
import org.gradus.optim.schedule.ReduceOnPlateau;
import org.gradus.optim.schedule.Schedule;

/** Of section 3: the schedules by their kinds, one that watches a metric, and rates that each parameter has of its own. */
final class ScheduleFamilies {
    private static final double[] AT =
            IntStream.rangeClosed(0, 200).mapToDouble(i -> 3 * i).toArray();

    private ScheduleFamilies() {}

    static void show(PrintStream out) {
        out.printf("%nEach schedule is the call that makes it:%n");
        for (Schedule schedule :
                List.of(Schedule.multiStep(0.1, 0.3, 300, 450), Schedule.wsd(0.1, 60, 360, 180), composed())) {
            out.println("  " + schedule);
        }
        plateau(out);
        out.printf("%n%s", adaptive().summary());
    }

    static void draw(Map<String, String> pictures) {
        pictures.put("rates-falling.svg", falling().svg());
        pictures.put("rates-in-waves.svg", waves().svg());
        pictures.put("rates-with-warm-up.svg", warmedUp().svg());
        pictures.put("adaptive-rates.svg", adaptive().toSvg());
    }

    private static LineChart falling() {
        return chart("Rates that fall")
                .with("linear", AT, rates(Schedule.linear(0.1, 600, 0)))
                .with("polynomial", AT, rates(Schedule.polynomial(0.1, 600, 0, 2)))
                .with("step", AT, rates(Schedule.step(0.1, 150, 0.5)))
                .with("multi-step", AT, rates(Schedule.multiStep(0.1, 0.3, 300, 450)))
                .with("exponential", AT, rates(Schedule.exponential(0.1, 0.99)))
                .with("inverse time", AT, rates(Schedule.inverseTime(0.1, 0.02)))
                .with("cosine", AT, rates(Schedule.cosine(0.1, 600)));
    }

    private static LineChart waves() {
        return chart("Rates in waves")
                .with("warm restarts", AT, rates(Schedule.warmRestarts(0.1, 80, 2)))
                .with("triangular", AT, rates(Schedule.triangular(0.02, 0.08, 75, 75)))
                .with("triangular2", AT, rates(Schedule.triangular2(0.01, 0.05, 50, 50)));
    }

    private static LineChart warmedUp() {
        OneCycle oneCycle = Schedule.oneCycle(0.1, 600);
        return chart("Rates with a warm-up")
                .with(
                        "warm-up, then cosine",
                        AT,
                        rates(Schedule.cosine(0.1, 500).withWarmUp(100)))
                .with("inverse square root", AT, rates(Schedule.inverseSquareRoot(0.1, 100)))
                .with("warm-up, stable, decay", AT, rates(Schedule.wsd(0.1, 60, 360, 180)))
                .with("one-cycle", AT, rates(oneCycle.rate()));
    }

    private static Schedule composed() {
        Schedule fast = Schedule.cosine(0.1, 300).withWarmUp(100);
        return fast.then(400, Schedule.constant(0.01)).times(0.5);
    }

    private static double[] rates(Schedule schedule) {
        return Arrays.stream(AT).map(step -> schedule.at((long) step)).toArray();
    }

    private static LineChart chart(String title) {
        return LineChart.of(title).withLabels("step", "learning rate");
    }

    private static void plateau(PrintStream out) {
        ReduceOnPlateau rate = Schedule.reduceOnPlateau(0.1, 0.5, 2, Improvement.lower());
        double[] losses = {1.0, 0.7, 0.6, 0.61, 0.6, 0.62, 0.5};
        out.printf("%nReduced on a plateau, after each validation loss:%n ");
        for (double loss : losses) {
            rate.observe(loss);
            out.printf(Locale.ROOT, " %.2f: %.3f", loss, rate.at(0));
        }
        out.println();
    }

    /** Of each rule the rate that suits it; those of AdaDelta and Rprop have other meanings. */
    private static Trails adaptive() {
        return Race.on(Surface.ravine(), 100)
                .with("descent", Sgd.defaults(), Schedule.constant(0.038))
                .with("AdaGrad", AdaGrad.defaults(), Schedule.constant(1))
                .with("RMSprop", RmsProp.defaults(), Schedule.constant(0.1))
                .with("AdaDelta", AdaDelta.defaults().withEps(1e-2), Schedule.constant(1))
                .with("Rprop", Rprop.defaults(), Schedule.constant(0.1))
                .run();
    }
}
