package org.gradus.optim.rule;

import static org.gradus.optim.rule.RuleCase.walk;

import java.util.stream.Stream;

/** Rules that PyTorch 1.13 does not have, each beside its paper. */
final class ModernRuleCases {
    private ModernRuleCases() {}

    static Stream<RuleCase> rows() {
        return Stream.of(signs(), adams(), momenta(), sparse(), trusts(), factored(), curved())
                .flatMap(s -> s);
    }

    private static Stream<RuleCase> signs() {
        Lion lion = Lion.defaults();
        return Stream.of(RuleCase.of("Lion", lion, walk(0.02, 600), walk(3e-3, 6_000))
                .oracle(lion, 0.01, ModernOracles.lion(0.9, 0.99, 0, false))
                .oracle(
                        lion.withBetas(0.95, 0.98).withWeightDecay(0.5),
                        0.003,
                        ModernOracles.lion(0.95, 0.98, 0.5, false))
                .oracle(lion.withWeightDecay(0.5).withCautious(true), 0.01, ModernOracles.lion(0.9, 0.99, 0.5, true)));
    }

    private static Stream<RuleCase> adams() {
        AdaBelief belief = AdaBelief.defaults();
        Yogi yogi = Yogi.defaults();
        Yogi paper = Yogi.paper();
        Adopt adopt = Adopt.defaults();
        return Stream.of(
                RuleCase.of("AdaBelief", belief, walk(0.2, 600), walk(0.02, 6_000))
                        .oracle(belief, 0.01, ModernOracles.adaBelief(0.9, 0.999, 1e-16, 0, false))
                        .oracle(
                                belief.withBetas(0.8, 0.99).withEps(1e-8).withWeightDecay(0.3),
                                0.01,
                                ModernOracles.adaBelief(0.8, 0.99, 1e-8, 0.3, false))
                        .oracle(
                                belief.withEps(1e-3).withWeightDecay(0.3).withCautious(true),
                                0.02,
                                ModernOracles.adaBelief(0.9, 0.999, 1e-3, 0.3, true)),
                RuleCase.of("Yogi", yogi, walk(0.2, 600), walk(0.1, 3_000))
                        .oracle(yogi, 0.01, ModernOracles.optaxYogi(0.9, 0.999, 1e-3, 1e-6))
                        .oracle(
                                yogi.withBetas(0.8, 0.9).withEps(1e-2).withInitial(0.1),
                                0.01,
                                ModernOracles.optaxYogi(0.8, 0.9, 1e-2, 0.1)),
                RuleCase.of("Yogi as on paper", paper, walk(0.02, 600), walk(0.1, 3_000))
                        .oracle(paper, 0.001, ModernOracles.yogi(0.9, 0.999, 1e-3, 0, false))
                        .oracle(
                                paper.withBetas(0.8, 0.9).withWeightDecay(0.3),
                                0.01,
                                ModernOracles.yogi(0.8, 0.9, 1e-3, 0.3, false))
                        .oracle(
                                paper.withBetas(0.9, 0.9).withWeightDecay(0.3).withCautious(true),
                                0.01,
                                ModernOracles.yogi(0.9, 0.9, 1e-3, 0.3, true)),
                RuleCase.of("Adopt", adopt.withBetas(0.9, 0.99), walk(0.1, 1_000), walk(0.05, 3_000))
                        .oracle(adopt, 0.01, ModernOracles.adopt(0.9, 0.9999, 1e-6, true, 0, false))
                        .oracle(
                                adopt.withClipped(false)
                                        .withBetas(0.8, 0.9)
                                        .withEps(0.1)
                                        .withWeightDecay(0.3),
                                0.01,
                                ModernOracles.adopt(0.8, 0.9, 0.1, false, 0.3, false))
                        .oracle(
                                adopt.withWeightDecay(0.3).withCautious(true),
                                0.01,
                                ModernOracles.adopt(0.9, 0.9999, 1e-6, true, 0.3, true)));
    }

    private static Stream<RuleCase> momenta() {
        Adan adan = Adan.defaults();
        AdEmaMix mix = AdEmaMix.defaults();
        return Stream.of(
                RuleCase.of("Adan", adan, walk(0.2, 600), walk(0.02, 6_000))
                        .oracle(adan, 0.01, ModernOracles.adan(0.98, 0.92, 0.99, 1e-8, 0, true, false))
                        .oracle(
                                adan.withBetas(0.9, 0.7, 0.95).withEps(1e-3).withWeightDecay(0.3),
                                0.02,
                                ModernOracles.adan(0.9, 0.7, 0.95, 1e-3, 0.3, true, false))
                        .oracle(
                                adan.withProximal(false).withWeightDecay(0.3),
                                0.01,
                                ModernOracles.adan(0.98, 0.92, 0.99, 1e-8, 0.3, false, false))
                        .oracle(
                                adan.withWeightDecay(0.3).withCautious(true),
                                0.01,
                                ModernOracles.adan(0.98, 0.92, 0.99, 1e-8, 0.3, false, true)),
                RuleCase.of("AdEmaMix", mix.withBetas(0.9, 0.999, 0.99), walk(0.1, 1_000), walk(0.05, 3_000))
                        .oracle(mix, 0.01, ModernOracles.adEmaMix(0.9, 0.999, 0.9999, 2, 0, 1e-8, 0, false))
                        .oracle(
                                AdEmaMix.paper(30),
                                0.01,
                                ModernOracles.adEmaMix(0.9, 0.999, 0.9999, 8, 30, 1e-8, 0.1, false))
                        .oracle(
                                mix.withBetas(0.8, 0.99, 0.95)
                                        .withAlpha(3)
                                        .withWarmUp(10)
                                        .withEps(1e-4)
                                        .withWeightDecay(0.3)
                                        .withCautious(true),
                                0.01,
                                ModernOracles.adEmaMix(0.8, 0.99, 0.95, 3, 10, 1e-4, 0.3, true)));
    }

    private static Stream<RuleCase> sparse() {
        Ftrl ftrl = Ftrl.defaults();
        return Stream.of(RuleCase.of("Ftrl", ftrl, walk(1, 2_000), walk(1, 10_000))
                .oracle(ftrl, 0.1, ModernOracles.ftrl(1, 0, 0, 0))
                .oracle(ftrl.withL1(0.5).withL2(0.3), 0.2, ModernOracles.ftrl(1, 0, 0.5, 0.3))
                .oracle(Ftrl.keras(), 0.05, ModernOracles.ftrl(0, 0.1, 0, 0))
                .oracle(Ftrl.keras().withL1(0.2).withL2(2), 0.05, ModernOracles.ftrl(0, 0.1, 0.2, 2)));
    }

    private static Stream<RuleCase> trusts() {
        double none = Double.POSITIVE_INFINITY;
        Lamb lamb = Lamb.defaults();
        Lars lars = Lars.defaults();
        return Stream.of(
                RuleCase.of("Lamb", lamb, walk(0.1, 1_000), walk(0.1, 3_000))
                        .oracle(lamb, 0.01, TrustOracle.lamb(0.9, 0.999, 1e-6, true, none, false, 0.01, false))
                        .oracle(
                                Lamb.paper().withBetas(0.8, 0.99).withWeightDecay(0.5),
                                0.005,
                                TrustOracle.lamb(0.8, 0.99, 1e-6, true, none, true, 0.5, false))
                        .oracle(
                                lamb.withCorrected(false)
                                        .withEps(1e-3)
                                        .withMaxRatio(0.3)
                                        .withWeightDecay(0.5)
                                        .withCautious(true),
                                0.01,
                                TrustOracle.lamb(0.9, 0.999, 1e-3, false, 0.3, false, 0.5, true))
                        .oracle(Lamb.optax(), 0.01, TrustOracle.lamb(0.9, 0.999, 1e-6, true, none, true, 0, false))
                        .oracle(Lamb.keras(), 0.02, TrustOracle.lamb(0.9, 0.999, 1e-7, true, none, true, 0, false)),
                RuleCase.of("Lars", lars.withTrust(0.3), walk(0.1, 1_500), walk(1e-3, 6_000))
                        .oracle(Lars.paper(), 2, TrustOracle.lars(0.9, 0.001, 0, false, true, 5e-4))
                        .oracle(
                                lars.withTrust(0.2)
                                        .withMomentum(0.5)
                                        .withL2(0.1)
                                        .withEps(0.01),
                                0.02,
                                TrustOracle.lars(0.5, 0.2, 0.01, false, false, 0.1))
                        .oracle(Lars.optax(), 2, TrustOracle.lars(0.9, 0.001, 0, true, true, 0))
                        .oracle(Lars.optax().withL2(0.3), 2, TrustOracle.lars(0.9, 0.001, 0, true, true, 0.3)));
    }

    private static Stream<RuleCase> factored() {
        Adafactor torch = Adafactor.defaults();
        Adafactor paper = Adafactor.paper();
        Adafactor plain = torch.withRelative(false, false);
        return Stream.of(
                RuleCase.of("Adafactor", plain, walk(0.1, 1_500), walk(3e-3, 6_000))
                        .oracles(0.01, AdafactorOracle::new, torch, torch.withClip(0.5))
                        .oracles(0.003, AdafactorOracle::new, plain)
                        .oracles(
                                0.02,
                                AdafactorOracle::new,
                                torch.withExponent(0.5).withEps(0.1, 0.2).withWeightDecay(0.3),
                                torch.withRelative(true, false)
                                        .withWeightDecay(0.3)
                                        .withCautious(true)),
                RuleCase.of(
                                "Adafactor as on paper",
                                paper.withRelative(false, true),
                                walk(0.1, 2_000),
                                walk(0.03, 10_000))
                        .oracles(0.01, AdafactorOracle::new, paper, paper.withRelative(false, true)));
    }

    private static Stream<RuleCase> curved() {
        Sophia sophia = Sophia.defaults();
        return Stream.of(RuleCase.of("Sophia", sophia.withEvery(1), walk(0.1, 1_500), walk(0.1, 3_000))
                .oracles(
                        0.01,
                        SophiaOracle::new,
                        sophia,
                        sophia.withGamma(1).withBetas(0.9, 0.5).withEvery(3).withSeed(7),
                        sophia.withGamma(2).withEvery(1).withCautious(true)));
    }
}
