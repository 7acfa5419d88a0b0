package org.gradus.optim;

import java.util.OptionalDouble;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.gradus.core.Layer;
import org.gradus.core.Parameter;
import org.gradus.optim.check.Accepted;
import org.gradus.optim.rule.UpdateRule;
import org.jspecify.annotations.Nullable;

/**
 * What is different for some of the parameters.
 *
 * <p>A parameter may be in several groups; they apply in the order of {@link OptimizerOptions#groups()}: rate factors multiply,
 * a later decay or rule replaces an earlier one, and one group that freezes is enough.
 *
 * <pre>{@code
 * ParameterGroup.paths("encoder\\..*").withRateFactor(0.1)
 * ParameterGroup.ownedBy(Embedding.class).withDecay(0)
 * }</pre>
 *
 * @param name what the summary and messages call it
 * @param members which parameters belong to it
 * @param rateFactor what the learning rate is multiplied by, in [0, infinity)
 * @param decay the strength of l2 or weight decay; empty to leave it to the rule
 * @param rule the rule to use; null to leave it to the optimizer
 * @param frozen whether the parameters stay as they are
 */
public record ParameterGroup(
        String name,
        Predicate<Parameter> members,
        double rateFactor,
        OptionalDouble decay,
        @Nullable UpdateRule rule,
        boolean frozen) {
    /**
     * Checks the ranges.
     *
     * @param name what the summary and messages call it
     * @param members which parameters belong to it
     * @param rateFactor what the learning rate is multiplied by
     * @param decay the strength of l2 or weight decay
     * @param rule the rule to use
     * @param frozen whether the parameters stay as they are
     * @throws IllegalArgumentException when a value is outside its range
     */
    public ParameterGroup {
        Accepted.notNegative("group '" + name + "'", "rateFactor", rateFactor);
        decay.ifPresent(d -> Accepted.notNegative("group '" + name + "'", "decay", d));
    }

    /**
     * A group by any condition, without differences so far.
     *
     * @param name what the summary and messages call it
     * @param members which parameters belong to it
     * @return the group
     */
    public static ParameterGroup of(String name, Predicate<Parameter> members) {
        return new ParameterGroup(name, members, 1, OptionalDouble.empty(), null, false);
    }

    /**
     * A group by path.
     *
     * @param regex a regular expression that the whole {@link Parameter#path()} matches
     * @return the group
     */
    public static ParameterGroup paths(String regex) {
        Pattern pattern = Pattern.compile(regex);
        return of("paths " + regex, p -> pattern.matcher(p.path()).matches());
    }

    /**
     * A group by the kind of layer that owns the parameter.
     *
     * @param kind the layer's class, or one that it extends
     * @return the group
     */
    public static ParameterGroup ownedBy(Class<? extends Layer> kind) {
        return of("owned by " + kind.getSimpleName(), p -> kind.isInstance(p.owner()));
    }

    /**
     * A group by rank: biases and norm parameters have rank 1.
     *
     * @param rank which ranks belong to it
     * @return the group
     */
    public static ParameterGroup ranks(IntPredicate rank) {
        return of("ranks", p -> rank.test(p.shape().rank()));
    }

    /**
     * The same group with another factor of the learning rate.
     *
     * @param changed the factor, in [0, infinity)
     * @return the changed group
     */
    public ParameterGroup withRateFactor(double changed) {
        return new ParameterGroup(name, members, changed, decay, rule, frozen);
    }

    /**
     * The same group with its own strength of l2 or weight decay.
     *
     * @param changed the strength, in [0, infinity)
     * @return the changed group
     */
    public ParameterGroup withDecay(double changed) {
        return new ParameterGroup(name, members, rateFactor, OptionalDouble.of(changed), rule, frozen);
    }

    /**
     * The same group with its own rule.
     *
     * @param changed the rule
     * @return the changed group
     */
    public ParameterGroup withRule(UpdateRule changed) {
        return new ParameterGroup(name, members, rateFactor, decay, changed, frozen);
    }

    /**
     * The same group, excluded from training.
     *
     * @return the changed group
     */
    public ParameterGroup asFrozen() {
        return new ParameterGroup(name, members, rateFactor, decay, rule, true);
    }
}
