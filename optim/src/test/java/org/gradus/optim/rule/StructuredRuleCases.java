package org.gradus.optim.rule;

import static org.gradus.optim.rule.RuleCase.walk;

import java.util.stream.Stream;
import org.gradus.optim.schedule.Schedule;

/** Rules that are more than one loop over elements, and rules around other rules. */
final class StructuredRuleCases {
    private StructuredRuleCases() {}

    static Stream<RuleCase> rows() {
        return wrappers();
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
