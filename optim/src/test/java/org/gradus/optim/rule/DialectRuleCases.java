package org.gradus.optim.rule;

import static org.gradus.optim.rule.RuleCase.walk;

import java.util.stream.Stream;

/** Rules as papers and frameworks other than PyTorch have them. */
final class DialectRuleCases {
    private DialectRuleCases() {}

    static Stream<RuleCase> rows() {
        return Stream.of(descent(), adams(), decoupled(), momentless()).flatMap(s -> s);
    }

    private static Stream<RuleCase> descent() {
        Sgd keras = Sgd.keras().withMomentum(0.9);
        return Stream.of(RuleCase.of("Sgd as in Keras", keras, walk(0.1, 400), walk(4e-4, 10_000))
                .oracle(keras, 0.02, DescentOracles.kerasSgd(0.9, false, 0))
                .oracle(keras.withNesterov(true), 0.02, DescentOracles.kerasSgd(0.9, true, 0))
                .oracle(
                        keras.withMomentum(0.5).withNesterov(true).withL2(0.1),
                        0.05,
                        DescentOracles.kerasSgd(0.5, true, 0.1)));
    }

    private static Stream<RuleCase> adams() {
        Adam keras = Adam.keras();
        Adam kerasMax = keras.withAmsGrad(AmsGrad.BEFORE_CORRECTION);
        Adam optaxMax = Adam.optaxAmsGrad();
        RAdam optax = RAdam.optax();
        return Stream.of(
                RuleCase.of("Adam as in Keras", keras, walk(0.2, 600), walk(0.02, 6_000))
                        .oracle(keras, 0.01, shapes -> new KerasAdamOracle(shapes, 0.9, 0.999, 1e-7))
                        .oracle(
                                keras.withBetas(0.8, 0.99).withEps(1e-3),
                                0.02,
                                shapes -> new KerasAdamOracle(shapes, 0.8, 0.99, 1e-3))
                        .oracle(kerasMax, 0.01, AdamOracles.kerasAmsGrad(0.9, 0.999, 1e-7))
                        .oracle(
                                kerasMax.withBetas(0.8, 0.9).withEps(1e-3),
                                0.02,
                                AdamOracles.kerasAmsGrad(0.8, 0.9, 1e-3)),
                RuleCase.of("AMSGrad as in optax", optaxMax, walk(0.2, 600), walk(0.5, 10_000))
                        .oracle(optaxMax, 0.01, AdamOracles.optaxAmsGrad(0.9, 0.999, 1e-8))
                        .oracle(
                                optaxMax.withBetas(0.8, 0.9).withEps(1e-3),
                                0.02,
                                AdamOracles.optaxAmsGrad(0.8, 0.9, 1e-3)),
                RuleCase.of("AdaMax as in Keras", AdaMax.keras(), walk(0.2, 600), walk(0.05, 6_000))
                        .oracle(AdaMax.keras(), 0.02, AdamOracles.kerasAdaMax(0.9, 0.999, 1e-7))
                        .oracle(
                                AdaMax.keras().withBetas(0.8, 0.9).withEps(0.1),
                                0.03,
                                AdamOracles.kerasAdaMax(0.8, 0.9, 0.1)),
                RuleCase.of("NAdam as in Keras", NAdam.keras(), walk(0.2, 600), walk(0.02, 6_000))
                        .oracle(NAdam.keras(), 0.01, AdamOracles.nAdam(0.9, 0.999, 1e-7, 1, 0))
                        .oracle(
                                NAdam.keras().withBetas(0.8, 0.9).withEps(1e-3),
                                0.005,
                                AdamOracles.nAdam(0.8, 0.9, 1e-3, 1, 0)),
                RuleCase.of("RAdam as in optax", optax.withBetas(0.9, 0.99), walk(0.2, 600), walk(1e-3, 10_000))
                        .oracle(optax, 0.01, AdamOracles.rAdam(0.9, 0.999, 1e-8, 5))
                        .oracle(optax.withBetas(0.8, 0.9).withEps(1e-2), 0.02, AdamOracles.rAdam(0.8, 0.9, 1e-2, 5))
                        .oracle(RAdam.paper(), 0.01, AdamOracles.rAdam(0.9, 0.999, 1e-8, 4))
                        .oracle(RAdam.paper().withBetas(0.5, 0.6), 0.02, AdamOracles.rAdam(0.5, 0.6, 1e-8, 4)));
    }

    private static Stream<RuleCase> decoupled() {
        AdamW keras = AdamW.keras();
        AdamW cautious = AdamW.defaults().withCautious(true);
        NAdam nAdam = NAdam.defaults().withWeightDecay(0.1);
        return Stream.of(
                RuleCase.of("AdamW as in Keras", keras, walk(0.2, 600), walk(0.02, 6_000))
                        .oracle(keras, 0.01, AdamOracles.kerasAdamW(0.9, 0.999, 1e-7, 0.004))
                        .oracle(
                                keras.withBetas(0.8, 0.9).withEps(1e-3).withWeightDecay(0.3),
                                0.02,
                                AdamOracles.kerasAdamW(0.8, 0.9, 1e-3, 0.3)),
                RuleCase.of("AdamW as on paper", AdamW.paper(1e-4, 0.02), walk(0.2, 600), walk(0.02, 6_000))
                        .oracle(AdamW.paper(1e-3, 0.01), 0.01, AdamOracles.paperAdamW(0.9, 0.999, 1e-8, 1e-3, 0.01))
                        .oracle(
                                AdamW.paper(0.02, 0.03).withBetas(0.8, 0.9).withEps(1e-3),
                                0.03,
                                AdamOracles.paperAdamW(0.8, 0.9, 1e-3, 0.02, 0.03)),
                RuleCase.of("AdamW, cautious", cautious, walk(0.2, 600), walk(0.02, 6_000))
                        .oracle(cautious, 0.01, AdamOracles.cautious(0.9, 0.999, 1e-8, 0.01, false))
                        .oracle(
                                cautious.withBetas(0.5, 0.9).withEps(1e-3).withWeightDecay(2),
                                0.02,
                                AdamOracles.cautious(0.5, 0.9, 1e-3, 2, false))
                        .oracle(
                                cautious.withAmsGrad(AmsGrad.BEFORE_CORRECTION).withWeightDecay(1),
                                0.02,
                                AdamOracles.cautious(0.9, 0.999, 1e-8, 1, true)),
                RuleCase.of("NAdam, decoupled", nAdam, walk(0.2, 600), walk(0.02, 6_000))
                        .oracle(nAdam, 0.01, AdamOracles.nAdam(0.9, 0.999, 1e-8, 0.004, 0.1))
                        .oracle(
                                nAdam.withBetas(0.8, 0.9).withMomentumDecay(0.1).withWeightDecay(1),
                                0.005,
                                AdamOracles.nAdam(0.8, 0.9, 1e-8, 0.1, 1)));
    }

    private static Stream<RuleCase> momentless() {
        RmsProp keras = RmsProp.keras();
        RmsProp optax = RmsProp.optax();
        RmsProp tensorFlow = RmsProp.tensorFlow();
        RmsProp efficientNet = tensorFlow.withMomentum(0.9).withEps(1e-3);
        RmsProp centeredBall = keras.withEps(0.1).withMomentum(0.8).withCentered(true);
        return Stream.of(
                RuleCase.of("RmsProp as in Keras", centeredBall, walk(0.02, 600), walk(1e-3, 10_000))
                        .oracle(keras, 0.002, DescentOracles.kerasRmsProp(0.9, 0, 1e-7, false))
                        .oracle(keras.withMomentum(0.9), 0.002, DescentOracles.kerasRmsProp(0.9, 0.9, 1e-7, false))
                        .oracle(centeredBall, 0.005, DescentOracles.kerasRmsProp(0.9, 0.8, 0.1, true)),
                RuleCase.of("RmsProp as in optax", optax, walk(0.05, 600), walk(0.01, 6_000))
                        .oracle(optax, 0.002, DescentOracles.optaxRmsProp(0.9, 0, 1e-8, false))
                        .oracle(
                                optax.withAlpha(0.8)
                                        .withEps(0.01)
                                        .withMomentum(0.5)
                                        .withCentered(true),
                                0.01,
                                DescentOracles.optaxRmsProp(0.8, 0.5, 0.01, true)),
                RuleCase.of("RmsProp as in TensorFlow", efficientNet, walk(0.02, 600), walk(1e-3, 10_000))
                        .oracle(tensorFlow, 0.01, DescentOracles.tensorFlowRmsProp(0.9, 0, 1e-10, false))
                        .oracle(efficientNet, 0.005, DescentOracles.tensorFlowRmsProp(0.9, 0.9, 1e-3, false))
                        .oracle(
                                efficientNet.withCentered(true).withEps(0.1),
                                0.005,
                                DescentOracles.tensorFlowRmsProp(0.9, 0.9, 0.1, true)),
                RuleCase.of("AdaGrad as in Keras", AdaGrad.keras(), walk(1, 600), walk(0.5, 10_000))
                        .oracle(AdaGrad.keras(), 0.05, DescentOracles.kerasAdaGrad(0.1, 1e-7))
                        .oracle(AdaGrad.keras().withInitial(1).withEps(0.1), 0.1, DescentOracles.kerasAdaGrad(1, 0.1)),
                RuleCase.of("AdaDelta as in Keras", AdaDelta.keras(), walk(100, 1_500), walk(10, 10_000))
                        .oracle(AdaDelta.keras(), 1, DescentOracles.adaDelta(0.95, 1e-7))
                        .oracle(AdaDelta.paper(), 1, DescentOracles.adaDelta(0.95, 1e-6))
                        .oracle(AdaDelta.paper().withEps(1e-2), 0.5, DescentOracles.adaDelta(0.95, 1e-2)));
    }
}
