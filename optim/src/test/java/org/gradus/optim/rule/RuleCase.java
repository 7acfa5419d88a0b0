package org.gradus.optim.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/**
 * A row of the table that runs every rule through {@link UpdateRuleContractTest} and beside its references.
 *
 * @param name for messages
 * @param rule the rule
 * @param quadratic what solves the quadratic
 * @param rosenbrock what walks down Rosenbrock's valley
 * @param goldens files of PyTorch's trajectories with their rules
 * @param oracles the paper's algorithm in double, where PyTorch does not have the rule
 */
record RuleCase(
        String name,
        UpdateRule rule,
        Walk quadratic,
        Walk rosenbrock,
        List<GoldenCase> goldens,
        List<OracleCase> oracles) {
    /** A rate, annealed to 0 by a cosine, and the number of steps. */
    record Walk(double rate, int steps) {}

    record GoldenCase(String file, UpdateRule rule) {}

    record OracleCase(UpdateRule rule, double rate, Oracle.Start start) {}

    /** The whole table; each family has a file of its own. */
    static Stream<RuleCase> all() {
        return Stream.of(
                        ClassicRuleCases.rows(),
                        DialectRuleCases.rows(),
                        SeamRuleCases.rows(),
                        StructuredRuleCases.rows(),
                        ModernRuleCases.rows())
                .flatMap(s -> s);
    }

    static RuleCase of(String name, UpdateRule rule, Walk quadratic, Walk rosenbrock) {
        return new RuleCase(name, rule, quadratic, rosenbrock, List.of(), List.of());
    }

    static Walk walk(double rate, int steps) {
        return new Walk(rate, steps);
    }

    RuleCase golden(String file, UpdateRule other) {
        List<GoldenCase> more = new ArrayList<>(goldens);
        more.add(new GoldenCase(file, other));
        return new RuleCase(name, rule, quadratic, rosenbrock, more, oracles);
    }

    RuleCase oracle(UpdateRule other, double rate, Oracle.Start start) {
        List<OracleCase> more = new ArrayList<>(oracles);
        more.add(new OracleCase(other, rate, start));
        return new RuleCase(name, rule, quadratic, rosenbrock, goldens, more);
    }

    /** Several settings at one rate, for an oracle that reads them from the rule. */
    @SafeVarargs
    final <R extends UpdateRule> RuleCase oracles(double rate, BiFunction<R, int[][], Oracle> start, R... others) {
        RuleCase longer = this;
        for (R other : others) {
            longer = longer.oracle(other, rate, shapes -> start.apply(other, shapes));
        }
        return longer;
    }

    @Override
    public String toString() {
        return name;
    }
}
