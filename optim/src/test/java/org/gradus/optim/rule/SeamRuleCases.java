package org.gradus.optim.rule;

import static org.gradus.optim.rule.RuleCase.walk;

import java.util.stream.Stream;

/** Rules that exist in these tests only and show what the seam carries. */
final class SeamRuleCases {
    private SeamRuleCases() {}

    static Stream<RuleCase> rows() {
        return Stream.of(
                RuleCase.of("factored slots", new FactoredRule(1), walk(0.1, 600), walk(0.01, 10_000)),
                RuleCase.of("shared state", new DistanceRule(0.1), walk(1, 1_500), walk(2, 20_000)),
                RuleCase.of("other weights for use", new AveragedRule(0.9), walk(0.3, 2_000), walk(5e-3, 30_000)));
    }
}
