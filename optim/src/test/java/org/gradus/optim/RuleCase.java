package org.gradus.optim;

import java.util.List;
import java.util.stream.Stream;

/**
 * A row of the table that runs every rule through {@link UpdateRuleContractTest}.
 *
 * @param name for messages
 * @param rule the rule
 * @param quadraticRate a rate that solves the quadratic in {@code quadraticSteps}
 * @param rosenbrockRate a rate that walks down Rosenbrock's valley in {@code rosenbrockSteps}
 * @param goldens files of PyTorch's trajectories with their rules; empty where PyTorch does not have the rule
 */
record RuleCase(
        String name,
        UpdateRule rule,
        double quadraticRate,
        int quadraticSteps,
        double rosenbrockRate,
        int rosenbrockSteps,
        List<GoldenCase> goldens) {
    record GoldenCase(String file, UpdateRule rule) {}

    static Stream<RuleCase> all() {
        Sgd sgd = Sgd.defaults();
        Sgd nesterov = sgd.withMomentum(0.9).withNesterov(true);
        return Stream.of(
                new RuleCase(
                        "Sgd plain",
                        sgd,
                        0.2,
                        300,
                        1.5e-3,
                        15_000,
                        List.of(new GoldenCase("sgd-plain", sgd), new GoldenCase("sgd-l2", sgd.withL2(0.1)))),
                new RuleCase(
                        "Sgd with momentum",
                        sgd.withMomentum(0.9),
                        0.1,
                        400,
                        4e-4,
                        10_000,
                        List.of(
                                new GoldenCase("sgd-momentum", sgd.withMomentum(0.9)),
                                new GoldenCase("sgd-dampening", new Sgd(0.8, 0.5, false, 0.01)))),
                new RuleCase(
                        "Sgd with Nesterov momentum",
                        nesterov,
                        0.1,
                        400,
                        4e-4,
                        10_000,
                        List.of(
                                new GoldenCase("sgd-nesterov", nesterov),
                                new GoldenCase("sgd-nesterov-l2", new Sgd(0.5, 0, true, 0.05)))),
                new RuleCase(
                        "Adam",
                        Adam.defaults(),
                        0.2,
                        600,
                        0.02,
                        6_000,
                        List.of(
                                new GoldenCase("adam-defaults", Adam.defaults()),
                                new GoldenCase("adam-l2", new Adam(0.8, 0.99, 1e-4, 0.1, EpsilonForm.PAPER)))),
                new RuleCase("Adam as in Keras", Adam.keras(), 0.2, 600, 0.02, 6_000, List.of()),
                new RuleCase(
                        "AdamW",
                        AdamW.defaults(),
                        0.2,
                        600,
                        0.02,
                        6_000,
                        List.of(
                                new GoldenCase("adamw-defaults", AdamW.defaults()),
                                new GoldenCase("adamw-strong", new AdamW(0.95, 0.98, 1e-6, 0.3)))),
                new RuleCase("factored slots", new FactoredRule(1), 0.1, 600, 0.01, 10_000, List.of()),
                new RuleCase("shared state", new DistanceRule(0.1), 1, 1_500, 2, 20_000, List.of()),
                new RuleCase(
                        "second evaluation",
                        new SharpnessRule(1e-4, Adam.defaults()),
                        0.2,
                        600,
                        0.02,
                        6_000,
                        List.of()),
                new RuleCase("other weights for use", new AveragedRule(0.9), 0.3, 2_000, 5e-3, 30_000, List.of()));
    }

    static Stream<GoldenCase> allGoldens() {
        return all().flatMap(c -> c.goldens().stream());
    }

    @Override
    public String toString() {
        return name;
    }
}
