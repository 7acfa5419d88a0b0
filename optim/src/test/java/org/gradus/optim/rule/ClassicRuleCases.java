package org.gradus.optim.rule;

import static org.gradus.optim.rule.RuleCase.walk;

import java.util.stream.Stream;

/** Rules that PyTorch 1.13 has. */
final class ClassicRuleCases {
    private ClassicRuleCases() {}

    static Stream<RuleCase> rows() {
        return Stream.of(descent(), adams(), accumulators(), rmsProps()).flatMap(s -> s);
    }

    private static Stream<RuleCase> descent() {
        Sgd sgd = Sgd.defaults();
        Sgd nesterov = sgd.withMomentum(0.9).withNesterov(true);
        Asgd averaging = new Asgd(0.2, 0.6, 7, 0.1);
        return Stream.of(
                RuleCase.of("Sgd plain", sgd, walk(0.2, 300), walk(1.5e-3, 15_000))
                        .golden("sgd-plain", sgd)
                        .golden("sgd-l2", sgd.withL2(0.1)),
                RuleCase.of("Sgd with momentum", sgd.withMomentum(0.9), walk(0.1, 400), walk(4e-4, 10_000))
                        .golden("sgd-momentum", sgd.withMomentum(0.9))
                        .golden(
                                "sgd-dampening",
                                sgd.withMomentum(0.8).withDampening(0.5).withL2(0.01)),
                RuleCase.of("Sgd with Nesterov momentum", nesterov, walk(0.1, 400), walk(4e-4, 10_000))
                        .golden("sgd-nesterov", nesterov)
                        .golden("sgd-nesterov-l2", nesterov.withMomentum(0.5).withL2(0.05)),
                RuleCase.of("Asgd", Asgd.defaults(), walk(0.2, 300), walk(1.5e-3, 15_000))
                        .golden("asgd-defaults", Asgd.defaults())
                        .golden("asgd-average", new Asgd(0.1, 0.5, 10, 0.05))
                        .oracle(Asgd.defaults(), 0.02, shapes -> new AsgdOracle(shapes, Asgd.defaults()))
                        .oracle(averaging, 0.05, shapes -> new AsgdOracle(shapes, averaging)),
                RuleCase.of("Rprop", Rprop.defaults(), walk(0.1, 200), walk(0.01, 2_000))
                        .golden("rprop-defaults", Rprop.defaults())
                        .golden("rprop-bounds", new Rprop(0.6, 1.5, 0.01, 0.2)));
    }

    private static Stream<RuleCase> adams() {
        Adam adam = Adam.defaults();
        AdamW adamW = AdamW.defaults();
        NAdam nAdam = NAdam.defaults().withBetas(0.8, 0.99).withEps(1e-4);
        return Stream.of(
                RuleCase.of("Adam", adam, walk(0.2, 600), walk(0.02, 6_000))
                        .golden("adam-defaults", adam)
                        .golden(
                                "adam-l2",
                                adam.withBetas(0.8, 0.99).withEps(1e-4).withL2(0.1)),
                RuleCase.of("AMSGrad", adam.withAmsGrad(AmsGrad.BEFORE_CORRECTION), walk(0.2, 600), walk(0.03, 6_000))
                        .golden("adam-amsgrad", adam.withAmsGrad(AmsGrad.BEFORE_CORRECTION))
                        .golden(
                                "adam-amsgrad-l2",
                                adam.withAmsGrad(AmsGrad.BEFORE_CORRECTION)
                                        .withBetas(0.8, 0.9)
                                        .withEps(1e-3)
                                        .withL2(0.1)),
                RuleCase.of("AdamW", adamW, walk(0.2, 600), walk(0.02, 6_000))
                        .golden("adamw-defaults", adamW)
                        .golden(
                                "adamw-strong",
                                adamW.withBetas(0.95, 0.98).withEps(1e-6).withWeightDecay(0.3)),
                RuleCase.of(
                                "AdamW with AMSGrad",
                                adamW.withAmsGrad(AmsGrad.BEFORE_CORRECTION),
                                walk(0.2, 600),
                                walk(0.03, 6_000))
                        .golden("adamw-amsgrad", adamW.withAmsGrad(AmsGrad.BEFORE_CORRECTION))
                        .golden(
                                "adamw-amsgrad-strong",
                                adamW.withAmsGrad(AmsGrad.BEFORE_CORRECTION)
                                        .withBetas(0.9, 0.8)
                                        .withEps(1e-5)
                                        .withWeightDecay(0.5)),
                RuleCase.of("AdaMax", AdaMax.defaults(), walk(0.2, 600), walk(0.05, 6_000))
                        .golden("adamax-defaults", AdaMax.defaults())
                        .golden(
                                "adamax-l2",
                                AdaMax.defaults()
                                        .withBetas(0.8, 0.95)
                                        .withEps(1e-3)
                                        .withL2(0.1)),
                RuleCase.of("NAdam", NAdam.defaults(), walk(0.2, 600), walk(0.02, 6_000))
                        .golden("nadam-defaults", NAdam.defaults())
                        .golden("nadam-l2", nAdam.withMomentumDecay(0.1).withL2(0.1)),
                RuleCase.of("RAdam", RAdam.defaults().withBetas(0.9, 0.99), walk(0.2, 600), walk(1e-3, 10_000))
                        .golden("radam-defaults", RAdam.defaults())
                        .golden(
                                "radam-l2",
                                RAdam.defaults()
                                        .withBetas(0.8, 0.95)
                                        .withEps(1e-3)
                                        .withL2(0.1)));
    }

    private static Stream<RuleCase> accumulators() {
        AdaDelta adaDelta = AdaDelta.defaults();
        return Stream.of(
                RuleCase.of("AdaGrad", AdaGrad.defaults(), walk(1, 600), walk(0.5, 10_000))
                        .golden("adagrad-defaults", AdaGrad.defaults())
                        .golden("adagrad-decay", new AdaGrad(1e-3, 0.5, 0.1, 0.05, EpsilonPlace.OUTSIDE)),
                RuleCase.of("AdaDelta", adaDelta, walk(20, 1_500), walk(5, 10_000))
                        .golden("adadelta-defaults", adaDelta)
                        .golden(
                                "adadelta-l2",
                                adaDelta.withRho(0.8).withEps(1e-3).withL2(0.1)));
    }

    private static Stream<RuleCase> rmsProps() {
        RmsProp plain = RmsProp.defaults();
        RmsProp momentum = plain.withMomentum(0.9);
        RmsProp centered = plain.withCentered(true);
        return Stream.of(
                RuleCase.of("RmsProp", plain, walk(0.05, 600), walk(0.01, 6_000))
                        .golden("rmsprop-defaults", plain)
                        .golden("rmsprop-l2", plain.withAlpha(0.9).withEps(1e-3).withL2(0.1)),
                RuleCase.of("RmsProp with momentum", momentum, walk(0.02, 600), walk(2e-3, 6_000))
                        .golden("rmsprop-momentum", momentum)
                        .golden(
                                "rmsprop-momentum-l2",
                                plain.withAlpha(0.8)
                                        .withEps(1e-2)
                                        .withMomentum(0.5)
                                        .withL2(0.05)),
                RuleCase.of("RmsProp centered", centered.withEps(1), walk(0.05, 600), walk(3e-3, 10_000))
                        .golden("rmsprop-centered", centered)
                        .golden(
                                "rmsprop-centered-momentum",
                                centered.withAlpha(0.9)
                                        .withEps(1e-2)
                                        .withMomentum(0.8)
                                        .withL2(0.02)));
    }
}
