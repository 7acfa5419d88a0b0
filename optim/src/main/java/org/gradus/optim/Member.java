package org.gradus.optim;

import java.util.OptionalDouble;
import org.gradus.core.Parameter;
import org.gradus.optim.rule.JointRule;
import org.gradus.optim.rule.SlotSpec;
import org.gradus.optim.rule.Slots;
import org.gradus.optim.rule.UpdateRule;
import org.jspecify.annotations.Nullable;

/** A parameter in the hands of an optimizer: what applies to it, its state, and how many updates it has had. */
final class Member {
    final Parameter parameter;
    final UpdateRule rule;
    final double rateFactor;

    /** Of the state that parameters share; empty unless the rule is a {@link JointRule}. */
    final Slots shared;

    private final Decay decay;
    private final boolean frozenByGroup;
    private final SlotSpec spec;
    private UpdateRule present;
    private @Nullable Slots slots;
    private long steps;

    /**
     * How much a parameter decays.
     *
     * @param own what a group says
     * @param byRule whether, without that, it is as the rule says, or else not at all
     */
    record Decay(OptionalDouble own, boolean byRule) {}

    Member(Parameter parameter, UpdateRule rule, double rateFactor, Decay decay, boolean frozen, Slots shared) {
        this.parameter = parameter;
        this.rule = rule;
        this.present = rule;
        this.rateFactor = rateFactor;
        this.decay = decay;
        this.frozenByGroup = frozen;
        this.shared = shared;
        this.spec = frozen ? SlotSpec.none() : suited(rule, parameter);
    }

    private static SlotSpec suited(UpdateRule rule, Parameter parameter) {
        try {
            return rule.slots(parameter.shape());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("optimizer: '" + parameter.path() + "': " + e.getMessage(), e);
        }
    }

    /** Brings its rule to a step. */
    void prepare(long applied) {
        present = rule.at(applied);
    }

    /** Its rule as it is at the step that {@link #prepare} was told. */
    UpdateRule present() {
        return present;
    }

    /** The strength of l2 or weight decay at that step. */
    double decay() {
        return decay.own().orElse(decay.byRule() ? present.decay() : 0);
    }

    boolean isFrozen() {
        return frozenByGroup || parameter.isFrozen();
    }

    /** Its state, made when first needed: a frozen backbone costs no memory. */
    Slots slots() {
        Slots present = slots;
        if (present == null) {
            present = Slots.of(spec);
            slots = present;
        }
        return present;
    }

    long steps() {
        return steps;
    }

    void stepped() {
        steps++;
    }

    void restore(long count, @Nullable Slots saved) {
        steps = count;
        slots = saved;
    }

    SlotSpec spec() {
        return spec;
    }
}
