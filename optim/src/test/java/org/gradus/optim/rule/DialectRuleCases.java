package org.gradus.optim.rule;

import static org.gradus.optim.rule.RuleCase.walk;

import java.util.stream.Stream;

/** Rules as frameworks other than PyTorch have them. */
final class DialectRuleCases {
    private DialectRuleCases() {}

    static Stream<RuleCase> rows() {
        return Stream.of(RuleCase.of("Adam as in Keras", Adam.keras(), walk(0.2, 600), walk(0.02, 6_000))
                .oracle(Adam.keras(), 0.01, shapes -> new KerasAdamOracle(shapes, 0.9, 0.999, 1e-7))
                .oracle(
                        Adam.keras().withBetas(0.8, 0.99).withEps(1e-3),
                        0.02,
                        shapes -> new KerasAdamOracle(shapes, 0.8, 0.99, 1e-3)));
    }
}
