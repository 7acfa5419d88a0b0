package org.gradus.optim;

import java.util.Optional;
import java.util.OptionalDouble;
import org.gradus.core.Normalizing;
import org.gradus.core.Parameter;
import org.gradus.core.backend.Workers;
import org.gradus.optim.rule.EvaluatedElsewhere;
import org.gradus.optim.rule.JointRule;
import org.gradus.optim.rule.SlotSpec;
import org.gradus.optim.rule.Slots;
import org.gradus.optim.rule.UpdateRule;
import org.gradus.optim.rule.WrappedRule;
import org.jspecify.annotations.Nullable;

/** A parameter in the hands of an optimizer: what applies to it, its state, and how many updates it has had. */
final class Member {
    final Parameter parameter;
    final UpdateRule rule;
    final double rateFactor;

    /** Of the state that parameters share; empty unless the rule is a {@link JointRule}. */
    final Slots shared;

    /** Whether an average of its weights is kept. */
    final boolean isAveraged;

    private final Decay decay;
    private final boolean frozenByGroup;
    private final SlotSpec spec;
    private UpdateRule present;
    private @Nullable Slots slots;
    private long steps;
    private float @Nullable [] average;
    private long averaged;

    /**
     * How much a parameter decays.
     *
     * @param own what a group says
     * @param byRule whether, without that, it is as the rule says, or else not at all
     */
    record Decay(OptionalDouble own, boolean byRule) {}

    Member(
            Parameter parameter,
            UpdateRule rule,
            double rateFactor,
            Decay decay,
            boolean frozen,
            boolean averaged,
            Slots shared) {
        this.parameter = parameter;
        this.rule = rule;
        this.present = rule;
        this.rateFactor = rateFactor;
        this.decay = decay;
        this.frozenByGroup = frozen;
        this.isAveraged = averaged;
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

    /** The average of its weights; null while there is none. */
    float @Nullable [] average() {
        return average;
    }

    /** How many steps the average has taken weights from. */
    long averaged() {
        return averaged;
    }

    /** What is not trained stays where it is, and so would its average: it costs no memory. */
    void beginAverage() {
        if (isAveraged && average == null && !isFrozen()) {
            average = parameter.value().toArray();
        }
    }

    /** Lets the average take its share of the present weights. */
    void average(double share, Workers workers) {
        float[] a = average;
        if (a != null) {
            float[] w = parameter.value().data();
            workers.split(w.length, (from, to) -> Mixing.mix(a, w, share, from, to));
            averaged++;
        }
    }

    void restoreAverage(long count, float @Nullable [] saved) {
        averaged = count;
        average = saved;
    }

    /** The weights to use where they are not those that are trained, else null. */
    float @Nullable [] weightsForUse(long applied) {
        Optional<EvaluatedElsewhere> elsewhere = WrappedRule.find(EvaluatedElsewhere.class, rule.at(applied));
        if (average == null && steps > 0 && elsewhere.isPresent()) {
            float[] weights = parameter.value().data();
            float[] forUse = new float[weights.length];
            elsewhere.get().evaluationWeights(weights, slots(), forUse);
            return forUse;
        }
        return average;
    }

    SlotSpec spec() {
        return spec;
    }

    /** What the default policy does not decay: vectors and numbers, and whatever a normalising layer scales and shifts by. */
    static boolean isBiasOrNorm(Parameter parameter) {
        return parameter.shape().rank() <= 1 || parameter.owner() instanceof Normalizing;
    }
}
