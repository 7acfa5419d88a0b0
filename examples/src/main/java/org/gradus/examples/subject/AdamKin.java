package org.gradus.examples.subject;

import java.io.IOException;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.gradus.data.Dataset;
import org.gradus.optim.Optimizer;
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
import org.gradus.optim.rule.NAdam;
import org.gradus.optim.rule.Prodigy;
import org.gradus.optim.rule.RAdam;
import org.gradus.optim.rule.Sam;
import org.gradus.optim.rule.ScheduleFreeAdamW;
import org.gradus.optim.rule.Sgd;
import org.gradus.optim.rule.Sophia;
import org.gradus.optim.rule.UpdateRule;
import org.gradus.optim.rule.Yogi;
import org.gradus.optim.schedule.Schedule;

/** Of section 5: Adam and its kin, on a flat surface and on the digits. */
final class AdamKin {
    private static final int EPOCHS = 4;

    private AdamKin() {}

    /** A rule with the rate that it is run at. */
    private record Kin(UpdateRule rule, double rate) {}

    private static Map<String, Kin> kin() {
        Map<String, Kin> kin = new LinkedHashMap<>();
        kin.put("SGD, momentum", new Kin(Sgd.defaults().withMomentum(0.9), 0.05));
        kin.put("Adam", new Kin(Adam.defaults(), 1e-2));
        kin.put("AMSGrad", new Kin(Adam.defaults().withAmsGrad(AmsGrad.BEFORE_CORRECTION), 1e-2));
        kin.put("AdaMax", new Kin(AdaMax.defaults(), 1e-2));
        kin.put("NAdam", new Kin(NAdam.defaults(), 1e-2));
        kin.put("RAdam", new Kin(RAdam.defaults(), 1e-2));
        kin.put("AdamW", new Kin(AdamW.defaults(), 1e-2));
        kin.put("AdamW, cautious", new Kin(AdamW.defaults().withCautious(true), 1e-2));
        kin.put("AdaBelief", new Kin(AdaBelief.defaults(), 1e-2));
        kin.put("Yogi", new Kin(Yogi.defaults(), 1e-2));
        kin.put("Adan", new Kin(Adan.defaults(), 1e-2));
        kin.put("AdEMAMix", new Kin(AdEmaMix.defaults(), 1e-2));
        kin.put("ADOPT", new Kin(Adopt.defaults(), 1e-2));
        kin.put("Lion", new Kin(Lion.defaults(), 3e-3));
        kin.put("Sophia", new Kin(Sophia.defaults(), 3e-3));
        kin.put("LARS", new Kin(Lars.defaults().withTrust(0.02), 0.5));
        kin.put("LAMB", new Kin(Lamb.defaults(), 1e-2));
        kin.put("Adafactor", new Kin(Adafactor.defaults(), 1e-2));
        kin.put("FTRL", new Kin(Ftrl.defaults(), 0.1));
        kin.put("Prodigy", new Kin(Prodigy.defaults(), 1));
        kin.put("Schedule-Free", new Kin(ScheduleFreeAdamW.defaults(), 1e-2));
        kin.put("SAM, Adam", new Kin(Sam.of(Adam.defaults()), 1e-2));
        return kin;
    }

    static void show(PrintStream out) throws IOException {
        out.printf("%n%s", plain().summary());
        out.printf("%nThe digits' loss after %d epochs, by rule and rate:%n", EPOCHS);
        Dataset digits = DigitsNetwork.digits();
        kin().forEach((name, one) ->
                out.printf(Locale.ROOT, "  %-15s %6s %8.4f%n", name, one.rate(), losses(digits, one)[EPOCHS]));
    }

    static void draw(Map<String, String> pictures) throws IOException {
        pictures.put("beale.svg", plain().toSvg());
        Dataset digits = DigitsNetwork.digits();
        double[] epochs = IntStream.rangeClosed(0, EPOCHS).asDoubleStream().toArray();
        LineChart chart = LineChart.of("Some of the rules on the digits")
                .withLabels("epoch", "training loss")
                .withLogarithmicY();
        Map<String, Kin> kin = kin();
        for (String name : List.of(
                "SGD, momentum", "Adam", "NAdam", "AdaBelief", "Lion", "Adafactor", "Prodigy", "Schedule-Free")) {
            chart = chart.with(name, epochs, losses(digits, kin.get(name)));
        }
        pictures.put("adam-family.svg", chart.svg());
    }

    private static double[] losses(Dataset digits, Kin kin) {
        DigitsNetwork network = new DigitsNetwork(digits);
        Optimizer optimizer = Optimizer.of(network.model(), kin.rule(), Schedule.constant(kin.rate()));
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
