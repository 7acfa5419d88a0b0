package org.gradus.optim.rule;

import static org.gradus.optim.rule.RuleCase.walk;

import java.util.stream.Stream;
import org.gradus.optim.schedule.Schedule;

/** Rules that are more than one loop over elements, and rules around other rules. */
final class StructuredRuleCases {
    /**
     * Rounding of P/tr P, up to n·2⁻²⁴, turns a basis vector without information by that over its shift of 10⁻³/n, and each step
     * of length lr by as much: for n = 5 by 1.5e−3·lr, for fifty steps of 0.01 by 7e−4 if all went the same way and 1e−4 if not,
     * for weights of length 2.
     */
    private static final double SOAP_SLACK = 5;

    /**
     * With the default ε the smallest divisor is 2⁻¹⁶ of the greatest, so that where a gradient of m by n has almost no part its
     * rounding, (m + n)·2⁻²⁴ of it, makes (m + n)/256 of a step: for 2 by 3 and a rate of 0.01 2e−4, in fifty steps 1.4e−3 if not
     * all go the same way, which is 70 times the bound for weights of length 2. These gradients have a part nearly everywhere.
     */
    private static final double SOAP_SLACK_WITHOUT_EPSILON = 10;

    private StructuredRuleCases() {}

    static Stream<RuleCase> rows() {
        return Stream.of(wrappers(), withoutASchedule(), ofMatrices(), searching(), combined())
                .flatMap(s -> s);
    }

    /** Rules around rules of other kinds; their references are those of their parts. */
    private static Stream<RuleCase> combined() {
        Prodigy prodigy = Prodigy.defaults().withDistance(1e-5, 1, Double.POSITIVE_INFINITY);
        Scheduled<AdamW> decaying =
                Scheduled.of("weightDecay", AdamW.defaults(), Schedule.cosine(0.1, 30, 0.01), AdamW::withWeightDecay);
        return Stream.of(
                RuleCase.of("Sam around Prodigy", Sam.of(prodigy).withRho(1e-4), walk(1, 1_500), walk(1, 20_000)),
                RuleCase.of(
                        "Sam around ScheduleFreeAdamW",
                        Sam.of(ScheduleFreeAdamW.defaults()).withRho(1e-4),
                        walk(0.05, 2_000),
                        walk(0.02, 20_000)),
                RuleCase.of(
                        "Lookahead around Scheduled around AdamW",
                        Lookahead.of(decaying),
                        walk(0.2, 600),
                        walk(0.02, 6_000)),
                RuleCase.of(
                        "ProximalL1 around Sam around Sgd",
                        ProximalL1.of(Sam.of(Sgd.defaults()).withRho(1e-5), 1e-5),
                        walk(0.2, 300),
                        walk(1.5e-3, 15_000)),
                RuleCase.of("Lookahead around Lbfgs", new Lookahead(Lbfgs.defaults(), 2, 1), walk(1, 10), walk(1, 10)),
                RuleCase.of(
                                "Lookahead around Muon",
                                Lookahead.of(Muon.defaults()),
                                walk(0.1, 2_000),
                                walk(0.01, 10_000))
                        .rest(AdamW.defaults()));
    }

    private static Stream<RuleCase> searching() {
        return Stream.of(
                RuleCase.of("Lbfgs", Lbfgs.defaults(), walk(1, 10), walk(1, 10)).elsewhere(LbfgsGoldenTest.settings()));
    }

    private static Stream<RuleCase> ofMatrices() {
        Muon muon = Muon.defaults();
        Muon other = new Muon(0.8, false, 0.3, 1e-7, 3, AdjustLr.MATCH_RMS_ADAMW, false, true);
        Soap soap = Soap.defaults();
        // Where a matrix has no gradient, its projections are rounding; a larger ε keeps them from becoming steps.
        Soap rarely = soap.withEps(1e-3);
        Soap often = new Soap(0.8, 0.9, 1e-2, 0.2, 3, 1024, true);
        return Stream.of(
                RuleCase.of("Muon", muon, walk(0.1, 2_000), walk(0.01, 10_000))
                        .rest(AdamW.defaults())
                        .oracle(muon, 0.02, shapes -> new MuonOracle(shapes, muon, adamW(shapes)))
                        .oracle(other, 0.05, shapes -> new MuonOracle(shapes, other, adamW(shapes))),
                RuleCase.of("Soap", soap, walk(0.1, 1_000), walk(0.02, 10_000))
                        .oracle(soap, 0.01, SOAP_SLACK_WITHOUT_EPSILON, shapes -> soap(shapes, soap))
                        .oracle(rarely, 0.01, SOAP_SLACK, shapes -> soap(shapes, rarely))
                        .oracle(often, 0.01, SOAP_SLACK, shapes -> soap(shapes, often)));
    }

    private static Oracle soap(int[][] shapes, Soap rule) {
        Oracle.Start adam = AdamOracles.cautious(rule.beta1(), rule.beta2(), rule.eps(), rule.weightDecay(), false);
        Oracle.Start plain = AdamOracles.paperAdamW(rule.beta1(), rule.beta2(), rule.eps(), rule.weightDecay(), 1);
        return new SoapOracle(shapes, rule, (rule.cautious() ? adam : plain).of(shapes));
    }

    private static Oracle adamW(int[][] shapes) {
        return AdamOracles.paperAdamW(0.9, 0.999, 1e-8, 0.01, 1).of(shapes);
    }

    private static Stream<RuleCase> withoutASchedule() {
        ScheduleFreeSgd sgd = ScheduleFreeSgd.defaults();
        ScheduleFreeAdamW adam = ScheduleFreeAdamW.defaults();
        Prodigy prodigy = Prodigy.defaults();
        double free = Double.POSITIVE_INFINITY;
        return Stream.of(
                RuleCase.of("ScheduleFreeSgd", sgd, walk(0.3, 2_000), walk(5e-3, 30_000))
                        .oracle(sgd, 0.1, shapes -> scheduleFree(shapes, 0.9, Double.NaN, 0, 0, 0, 0, 2, false))
                        .oracle(
                                new ScheduleFreeSgd(0.6, 0.1, 7, 1, 0.5, true),
                                0.2,
                                shapes -> scheduleFree(shapes, 0.6, Double.NaN, 0, 0.1, 7, 1, 0.5, true)),
                RuleCase.of("ScheduleFreeAdamW", adam, walk(0.05, 2_000), walk(0.02, 20_000))
                        .oracle(adam, 0.02, shapes -> scheduleFree(shapes, 0.9, 0.999, 1e-8, 0, 0, 0, 2, false))
                        .oracle(
                                new ScheduleFreeAdamW(0.95, 0.98, 1e-4, 0.2, 10, 2, 1, false),
                                0.05,
                                shapes -> scheduleFree(shapes, 0.95, 0.98, 1e-4, 0.2, 10, 2, 1, false))
                        .oracle(
                                adam.withWeightDecay(0.5).withCautious(true),
                                0.02,
                                shapes -> scheduleFree(shapes, 0.9, 0.999, 1e-8, 0.5, 0, 0, 2, true)),
                // From d0 = 1e-6 a first step at a small rate is lost in the rounding of a weight of 2.
                RuleCase.of("Prodigy", prodigy.withDistance(1e-5, 1, free), walk(1, 1_500), walk(1, 20_000))
                        .oracle(
                                prodigy.withDistance(0.1, 1, free),
                                1,
                                shapes -> new ProdigyOracle(shapes, prodigy.withDistance(0.1, 1, free)))
                        .oracle(
                                distant(prodigy).withBiasCorrection(true).withBetas(0.8, 0.99),
                                1,
                                shapes -> new ProdigyOracle(
                                        shapes,
                                        distant(prodigy)
                                                .withBiasCorrection(true)
                                                .withBetas(0.8, 0.99)))
                        .oracle(
                                distant(prodigy)
                                        .withSafeguardWarmUp(true)
                                        .withWeightDecay(0.3)
                                        .withCautious(true),
                                0.5,
                                shapes -> new ProdigyOracle(
                                        shapes,
                                        distant(prodigy)
                                                .withSafeguardWarmUp(true)
                                                .withWeightDecay(0.3)
                                                .withCautious(true))));
    }

    /**
     * A first estimate from which fifty steps lead somewhere. The estimates are made of θ₀ − θ, which float knows to half an
     * ulp of θ only: from d₀ = 1e−6 the first ones would be off by a twentieth, from 0.01 by 6e−6. {@link ProdigyTest} has the
     * default d₀.
     */
    private static Prodigy distant(Prodigy prodigy) {
        return prodigy.withDistance(0.01, 0.7, 1.1).withEps(1e-6);
    }

    private static Oracle scheduleFree(
            int[][] shapes,
            double beta,
            double beta2,
            double eps,
            double decay,
            int warmUp,
            double r,
            double power,
            boolean cautious) {
        return new ScheduleFreeOracle(
                shapes, new ScheduleFreeOracle.Settings(beta, beta2, eps, decay, warmUp, r, power, cautious));
    }

    private static Stream<RuleCase> wrappers() {
        Sgd momentum = Sgd.defaults().withMomentum(0.9);
        Schedule rising = step -> Math.min(0.9, 0.5 + 0.01 * step);
        return Stream.of(
                RuleCase.of("Lookahead", Lookahead.of(Adam.defaults()), walk(0.2, 600), walk(0.02, 6_000))
                        .oracle(
                                Lookahead.of(momentum),
                                0.02,
                                shapes -> new LookaheadOracle(shapes, 5, 0.8, new DescentOracle(shapes, 0.9)))
                        .oracle(
                                new Lookahead(Adam.keras(), 3, 0.5),
                                0.01,
                                shapes -> new LookaheadOracle(
                                        shapes, 3, 0.5, new KerasAdamOracle(shapes, 0.9, 0.999, 1e-7))),
                RuleCase.of("Sam", Sam.of(Adam.defaults()).withRho(1e-4), walk(0.2, 600), walk(0.02, 6_000))
                        .oracle(Sam.of(momentum), 0.02, shapes -> new SamOracle(0.05, new DescentOracle(shapes, 0.9)))
                        .oracle(
                                Sam.of(Adam.keras()).withRho(0.3),
                                0.01,
                                shapes -> new SamOracle(0.3, new KerasAdamOracle(shapes, 0.9, 0.999, 1e-7))),
                RuleCase.of(
                                "Sam, adaptive",
                                Sam.adaptive(Adam.defaults()).withRho(1e-4),
                                walk(0.2, 600),
                                walk(0.02, 6_000))
                        .oracle(
                                Sam.adaptive(momentum),
                                0.02,
                                shapes -> new SamOracle(0.5, 0.01, new DescentOracle(shapes, 0.9)))
                        .oracle(
                                Sam.adaptive(Adam.keras()).withRho(0.1).withEta(0.2),
                                0.01,
                                shapes -> new SamOracle(0.1, 0.2, new KerasAdamOracle(shapes, 0.9, 0.999, 1e-7))),
                RuleCase.of(
                                "ProximalL1",
                                ProximalL1.of(Adam.defaults(), 1e-5).withVectorsToo(true),
                                walk(0.2, 600),
                                walk(0.02, 6_000))
                        .oracle(
                                ProximalL1.of(momentum, 0.3),
                                0.02,
                                shapes -> new SoftThresholdOracle(shapes, 0.3, new DescentOracle(shapes, 0.9)))
                        .oracle(
                                ProximalL1.of(Adam.keras(), 0.5),
                                0.01,
                                shapes -> new SoftThresholdOracle(
                                        shapes, 0.5, new KerasAdamOracle(shapes, 0.9, 0.999, 1e-7))),
                RuleCase.of(
                                "Scheduled",
                                Scheduled.of("momentum", Sgd.defaults(), rising, Sgd::withMomentum),
                                walk(0.1, 400),
                                walk(4e-4, 10_000))
                        .oracle(
                                Scheduled.of("momentum", Sgd.defaults(), rising, Sgd::withMomentum),
                                0.02,
                                shapes -> new DescentOracle(shapes, rising))
                        .oracle(
                                Scheduled.of("momentum", momentum, Schedule.cosine(0.95, 40), Sgd::withMomentum),
                                0.03,
                                shapes -> new DescentOracle(shapes, Schedule.cosine(0.95, 40))));
    }
}
