package org.gradus.optim;

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
    final double decay;

    /** Of the state that parameters share; empty unless the rule is a {@link JointRule}. */
    final Slots shared;

    private final boolean frozenByGroup;
    private final SlotSpec spec;
    private @Nullable Slots slots;
    private long steps;

    Member(Parameter parameter, UpdateRule rule, double rateFactor, double decay, boolean frozen, Slots shared) {
        this.parameter = parameter;
        this.rule = rule;
        this.rateFactor = rateFactor;
        this.decay = decay;
        this.frozenByGroup = frozen;
        this.shared = shared;
        this.spec = frozen ? SlotSpec.none() : rule.slots(parameter.shape());
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
