package org.gradus.optim.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.gradus.core.Layer;
import org.gradus.core.Shape;
import org.gradus.optim.OptimizerOptions;
import org.gradus.optim.ParameterGroup;
import org.jspecify.annotations.Nullable;

/**
 * A row of the table that runs every rule through {@link UpdateRuleContractTest} and beside its references.
 *
 * @param name for messages
 * @param rule the rule
 * @param quadratic what solves the quadratic
 * @param rosenbrock what walks down Rosenbrock's valley
 * @param goldens files of PyTorch's trajectories with their rules
 * @param oracles the paper's algorithm in double, where PyTorch does not have the rule
 * @param elsewhere settings that have references of another kind, in a test of their own
 * @param rest the rule of all parameters that are no matrices, where this one refuses them
 */
record RuleCase(
        String name,
        UpdateRule rule,
        Walk quadratic,
        Walk rosenbrock,
        List<GoldenCase> goldens,
        List<OracleCase> oracles,
        List<UpdateRule> elsewhere,
        @Nullable UpdateRule rest) {
    /** A rate, annealed to 0 by a cosine, and the number of steps. */
    record Walk(double rate, int steps) {}

    record GoldenCase(String file, UpdateRule rule) {}

    /** The bounds hold times {@code slack}, for a rule that amplifies rounding. */
    record OracleCase(
            UpdateRule rule,
            double rate,
            Oracle.Start start,
            @Nullable UpdateRule rest,
            double slack) {
        OptimizerOptions options(OptimizerOptions options, Layer model) {
            return withRest(options, model, rest);
        }
    }

    /** The whole table; each family has a file of its own. */
    static Stream<RuleCase> all() {
        return Stream.of(
                        ClassicRuleCases.rows(),
                        DialectRuleCases.rows(),
                        StructuredRuleCases.rows(),
                        ModernRuleCases.rows())
                .flatMap(s -> s);
    }

    static RuleCase of(String name, UpdateRule rule, Walk quadratic, Walk rosenbrock) {
        return new RuleCase(name, rule, quadratic, rosenbrock, List.of(), List.of(), List.of(), null);
    }

    static Walk walk(double rate, int steps) {
        return new Walk(rate, steps);
    }

    RuleCase golden(String file, UpdateRule other) {
        List<GoldenCase> more = new ArrayList<>(goldens);
        more.add(new GoldenCase(file, other));
        return new RuleCase(name, rule, quadratic, rosenbrock, more, oracles, elsewhere, rest);
    }

    RuleCase oracle(UpdateRule other, double rate, Oracle.Start start) {
        return oracle(other, rate, 1, start);
    }

    RuleCase oracle(UpdateRule other, double rate, double slack, Oracle.Start start) {
        List<OracleCase> more = new ArrayList<>(oracles);
        more.add(new OracleCase(other, rate, start, rest, slack));
        return new RuleCase(name, rule, quadratic, rosenbrock, goldens, more, elsewhere, rest);
    }

    RuleCase elsewhere(List<UpdateRule> settings) {
        return new RuleCase(name, rule, quadratic, rosenbrock, goldens, oracles, settings, rest);
    }

    /** For a rule of matrices only; comes before the oracles. */
    RuleCase rest(UpdateRule other) {
        return new RuleCase(name, rule, quadratic, rosenbrock, goldens, oracles, elsewhere, other);
    }

    /** The options with a group of what the rule refuses in this model, if there is anything. */
    OptimizerOptions options(OptimizerOptions options, Layer model) {
        return withRest(options, model, rest);
    }

    private static OptimizerOptions withRest(OptimizerOptions options, Layer model, @Nullable UpdateRule rest) {
        ParameterGroup group = ParameterGroup.ranks(rank -> rank != 2);
        boolean needed = rest != null && model.parameters().stream().anyMatch(group.members());
        return needed ? options.withGroup(group.withRule(rest)) : options;
    }

    /** A shape of n elements that the rule takes: a vector, a scalar for one, or else a matrix. */
    Shape shape(int n) {
        if (rest != null) {
            return n % 2 == 0 ? Shape.of(2, n / 2) : Shape.of(1, n);
        }
        return n == 1 ? Shape.of() : Shape.of(n);
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
