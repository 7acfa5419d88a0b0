package org.gradus.optim;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
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
     * Layer-wise decay of the learning rate, for fine-tuning: the nearer to the input, the smaller the rate.
     *
     * <p>Of n layers that have parameters, counted from 0 at the input, layer i gets the rate times {@code factor^(n − 1 − i)}:
     * the last one, which is usually the new head, keeps the whole rate, the one before it gets {@code factor}. A layer stands for
     * all layers inside it; parameters that are in none keep the whole rate. Layers without parameters count for nothing.
     *
     * <pre>{@code
     * OptimizerOptions.defaults().withGroups(ParameterGroup.layerwise(0.75, model.children().values()))
     * }</pre>
     *
     * <p><b>Reference:</b> Howard, Ruder 2018, arXiv:1801.06146, Section 3.2 (a factor of 1/2.6 for each layer); Clark, Luong, Le,
     * Manning 2020, arXiv:2003.10555; the depth rule is that of Bao, Dong, Piao, Wei 2021, arXiv:2106.08254: embeddings, blocks,
     * head.
     *
     * @param factor what a layer's rate is multiplied by to give that of the layer before it, in [0, 1]
     * @param fromInput the layers or blocks in order from the input to the output
     * @return a group for each layer with parameters
     * @throws IllegalArgumentException when the factor is outside its range, or one layer is inside another
     */
    public static List<ParameterGroup> layerwise(double factor, Collection<? extends Layer> fromInput) {
        Accepted.fraction("layerwise", "factor", factor);
        List<Layer> layers = new ArrayList<>();
        Set<Layer> taken = Collections.newSetFromMap(new IdentityHashMap<>());
        List<ParameterGroup> groups = new ArrayList<>();
        for (Layer layer : fromInput) {
            layer.visit(inside -> {
                if (!taken.add(inside)) {
                    throw new IllegalArgumentException("layerwise: layer '" + inside.path()
                            + "' belongs to two of the layers; list each block once, and none inside another");
                }
            });
            if (!layer.parameters().isEmpty()) {
                layers.add(layer);
            }
        }
        for (int i = 0; i < layers.size(); i++) {
            Set<Layer> inside = Collections.newSetFromMap(new IdentityHashMap<>());
            layers.get(i).visit(inside::add);
            groups.add(of("layer " + i + " '" + layers.get(i).path() + "'", p -> inside.contains(p.owner()))
                    .withRateFactor(StrictMath.pow(factor, layers.size() - 1 - i)));
        }
        return groups;
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
