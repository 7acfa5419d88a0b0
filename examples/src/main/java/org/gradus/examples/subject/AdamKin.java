package org.gradus.examples.subject;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.gradus.data.Dataset;
import org.gradus.optim.Optimizer;
import org.gradus.optim.OptimizerOptions;
import org.gradus.optim.chart.LineChart;
import org.gradus.optim.landscape.Race;
import org.gradus.optim.landscape.Surface;
import org.gradus.optim.landscape.Trails;
import org.gradus.optim.rule.AdEmaMix;
import org.gradus.optim.rule.AdaBelief;
import org.gradus.optim.rule.AdaMax;
import org.gradus.optim.rule.Adafactor;
import org.gradus.optim.rule.Adam;
import org.gradus.optim.rule.AdamW;
import org.gradus.optim.rule.Adan;
import org.gradus.optim.rule.Adopt;
import org.gradus.optim.rule.AmsGrad;
import org.gradus.optim.rule.Ftrl;
import org.gradus.optim.rule.Lamb;
import org.gradus.optim.rule.Lars;
import org.gradus.optim.rule.Lion;
import org.gradus.optim.rule.Muon;
import org.gradus.optim.rule.NAdam;
import org.gradus.optim.rule.Prodigy;
import org.gradus.optim.rule.RAdam;
import org.gradus.optim.rule.Sam;
import org.gradus.optim.rule.ScheduleFreeAdamW;
import org.gradus.optim.rule.Sgd;
import org.gradus.optim.rule.Soap;
import org.gradus.optim.rule.Sophia;
import org.gradus.optim.rule.UpdateRule;
import org.gradus.optim.rule.Yogi;
import org.gradus.optim.schedule.Schedule;

/** Of section 5: Adam and its kin, on a flat surface and on the digits. */
final class AdamKin {
    private static final int EPOCHS = 4;
    private static final Set<String> SHOWN =
            Set.of("momentum", "Adam", "AdaBelief", "Lion", "Muon", "SOAP", "Prodigy", "Schedule-Free");

    private AdamKin() {}

    /** A rule with the rate that it is run at. */
    private record Kin(String name, UpdateRule rule, double rate, OptimizerOptions options) {
        Kin(String name, UpdateRule rule, double rate) {
            this(name, rule, rate, OptimizerOptions.defaults());
        }
    }

    private static List<Kin> kin() {
        List<Kin> kin = new ArrayList<>();
        kin.add(new Kin("momentum", Sgd.defaults().withMomentum(0.9), 0.05));
        kin.add(new Kin("Adam", Adam.defaults(), 1e-2));
        kin.add(new Kin("AMSGrad", Adam.defaults().withAmsGrad(AmsGrad.BEFORE_CORRECTION), 1e-2));
        kin.add(new Kin("AdaMax", AdaMax.defaults(), 1e-2));
        kin.add(new Kin("NAdam", NAdam.defaults(), 1e-2));
        kin.add(new Kin("RAdam", RAdam.defaults(), 1e-2));
        kin.add(new Kin("AdamW", AdamW.defaults(), 1e-2));
        kin.add(new Kin("AdamW, cautious", AdamW.defaults().withCautious(true), 1e-2));
        kin.add(new Kin("AdaBelief", AdaBelief.defaults(), 1e-2));
        kin.add(new Kin("Yogi", Yogi.defaults(), 1e-2));
        kin.add(new Kin("Adan", Adan.defaults(), 1e-2));
        kin.add(new Kin("AdEMAMix", AdEmaMix.defaults(), 1e-2));
        kin.add(new Kin("ADOPT", Adopt.defaults(), 1e-2));
        kin.add(new Kin("Lion", Lion.defaults(), 3e-3));
        kin.add(new Kin("Sophia", Sophia.defaults(), 3e-3));
        kin.add(new Kin("LARS", Lars.defaults().withTrust(0.02), 0.5));
        kin.add(new Kin("LAMB", Lamb.defaults(), 1e-2));
        kin.add(new Kin("Adafactor", Adafactor.defaults(), 1e-2));
        Muon muon = Muon.defaults();
        OptimizerOptions rest =
                OptimizerOptions.defaults().withGroup(muon.rest("head\\..*").withRateFactor(0.2));
        kin.add(new Kin("Muon", muon, 0.05, rest));
        kin.add(new Kin("SOAP", Soap.defaults(), 1e-2));
        kin.add(new Kin("FTRL", Ftrl.defaults(), 0.1));
        kin.add(new Kin("Prodigy", Prodigy.defaults(), 1));
        kin.add(new Kin("Schedule-Free", ScheduleFreeAdamW.defaults(), 1e-2));
        kin.add(new Kin("SAM, Adam", Sam.of(Adam.defaults()), 1e-2));
        return kin;
    }

    static void show(PrintStream out) throws IOException {
        out.printf("%n%s", plain().summary());
        out.printf("%nThe digits' loss after %d epochs, by rule and rate:%n", EPOCHS);
        Dataset digits = DigitsNetwork.digits();
        for (Kin one : kin()) {
            out.printf(Locale.ROOT, "  %-15s %6s %8.4f%n", one.name(), one.rate(), losses(digits, one)[EPOCHS]);
        }
    }

    static void draw(Map<String, String> pictures) throws IOException {
        pictures.put("beale.svg", plain().toSvg());
        Dataset digits = DigitsNetwork.digits();
        double[] epochs = IntStream.rangeClosed(0, EPOCHS).asDoubleStream().toArray();
        LineChart chart = LineChart.of("Some of the rules on the digits")
                .withLabels("epoch", "training loss")
                .withLogarithmicY();
        for (Kin one : kin()) {
            if (SHOWN.contains(one.name())) {
                chart = chart.with(one.name(), epochs, losses(digits, one));
            }
        }
        pictures.put("adam-family.svg", chart.svg());
    }

    private static double[] losses(Dataset digits, Kin kin) {
        DigitsNetwork network = new DigitsNetwork(digits);
        Optimizer optimizer = Optimizer.of(network.model(), kin.rule(), Schedule.constant(kin.rate()), kin.options());
        return network.fit(optimizer, EPOCHS);
    }

    private static Trails plain() {
        return Race.on(Surface.beale(), 120)
                .with("descent", Sgd.defaults(), Schedule.constant(0.01))
                .with("Adam", Adam.defaults(), Schedule.constant(0.1))
                .with("NAdam", NAdam.defaults(), Schedule.constant(0.1))
                .with("Yogi", Yogi.defaults(), Schedule.constant(0.1))
                .with("Lion", Lion.defaults(), Schedule.constant(0.03))
                .run();
    }
}
