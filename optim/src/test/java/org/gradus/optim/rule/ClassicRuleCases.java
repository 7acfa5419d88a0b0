package org.gradus.optim.rule;

import static org.gradus.optim.rule.RuleCase.walk;

import java.util.stream.Stream;

/** Rules that PyTorch 1.13 has. */
final class ClassicRuleCases {
    private ClassicRuleCases() {}

    static Stream<RuleCase> rows() {
        Sgd sgd = Sgd.defaults();
        Sgd nesterov = sgd.withMomentum(0.9).withNesterov(true);
        return Stream.of(
                RuleCase.of("Sgd plain", sgd, walk(0.2, 300), walk(1.5e-3, 15_000))
                        .golden("sgd-plain", sgd)
                        .golden("sgd-l2", sgd.withL2(0.1)),
                RuleCase.of("Sgd with momentum", sgd.withMomentum(0.9), walk(0.1, 400), walk(4e-4, 10_000))
                        .golden("sgd-momentum", sgd.withMomentum(0.9))
                        .golden("sgd-dampening", new Sgd(0.8, 0.5, false, 0.01)),
                RuleCase.of("Sgd with Nesterov momentum", nesterov, walk(0.1, 400), walk(4e-4, 10_000))
                        .golden("sgd-nesterov", nesterov)
                        .golden("sgd-nesterov-l2", new Sgd(0.5, 0, true, 0.05)),
                RuleCase.of("Adam", Adam.defaults(), walk(0.2, 600), walk(0.02, 6_000))
                        .golden("adam-defaults", Adam.defaults())
                        .golden("adam-l2", new Adam(0.8, 0.99, 1e-4, 0.1, EpsilonForm.PAPER)),
                RuleCase.of("Adam as in Keras", Adam.keras(), walk(0.2, 600), walk(0.02, 6_000))
                        .oracle(Adam.keras(), 0.01, shapes -> new KerasAdamOracle(shapes, 0.9, 0.999, 1e-7))
                        .oracle(
                                Adam.keras().withBetas(0.8, 0.99).withEps(1e-3),
                                0.02,
                                shapes -> new KerasAdamOracle(shapes, 0.8, 0.99, 1e-3)),
                RuleCase.of("AdamW", AdamW.defaults(), walk(0.2, 600), walk(0.02, 6_000))
                        .golden("adamw-defaults", AdamW.defaults())
                        .golden("adamw-strong", new AdamW(0.95, 0.98, 1e-6, 0.3)));
    }
}
