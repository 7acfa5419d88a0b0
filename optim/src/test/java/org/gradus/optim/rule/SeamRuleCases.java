package org.gradus.optim.rule;

import static org.gradus.optim.rule.RuleCase.walk;

import java.util.stream.Stream;

/** Rules that exist in these tests only and show what the seam carries. */
final class SeamRuleCases {
    private SeamRuleCases() {}

    static Stream<RuleCase> rows() {
        return Stream.of(RuleCase.of("factored slots", new FactoredRule(1), walk(0.1, 600), walk(0.01, 10_000)));
    }
}
