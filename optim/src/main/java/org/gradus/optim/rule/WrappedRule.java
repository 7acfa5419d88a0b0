package org.gradus.optim.rule;

import java.util.Optional;
import org.gradus.core.Parameter;
import org.gradus.core.Shape;
import org.gradus.core.Tensor;

/**
 * A rule around another rule, such as {@link Lookahead}: it hands on what it does not change. The two share one set of slots,
 * to which the outer adds its own by {@link SlotSpec#tensor}, with names that begin with its own name.
 *
 * <p>Whatever else the inner rule is, it stays: {@link #find} looks for a {@link JointRule}, a {@link ProbingRule} or an
 * {@link EvaluatedElsewhere} from the outside to the inside, and the first one found answers. A wrapper that is one of these
 * itself hides a second of the kind, and so must refuse it.
 *
 * <pre>{@code
 * Lookahead.of(Sam.of(AdamW.defaults()))
 * }</pre>
 */
public interface WrappedRule extends UpdateRule {
    /**
     * The rule inside.
     *
     * @return the rule
     */
    UpdateRule inner();

    /**
     * The same wrapper around another rule.
     *
     * @param changed the rule inside
     * @return the changed rule
     */
    WrappedRule withInner(UpdateRule changed);

    @Override
    default SlotSpec slots(Shape shape) {
        return inner().slots(shape);
    }

    @Override
    default double decay() {
        return inner().decay();
    }

    @Override
    default void apply(StepContext context, Parameter parameter, Tensor gradient, Slots slots) {
        inner().apply(context, parameter, gradient, slots);
    }

    @Override
    default UpdateRule at(long applied) {
        UpdateRule present = inner().at(applied);
        return present == inner() ? this : withInner(present);
    }

    /**
     * The outermost rule of a kind.
     *
     * @param <K> the kind
     * @param kind its class
     * @param rule a rule, perhaps with others inside
     * @return the rule itself, or the first inside that is of the kind
     */
    static <K extends UpdateRule> Optional<K> find(Class<K> kind, UpdateRule rule) {
        UpdateRule candidate = rule;
        while (!kind.isInstance(candidate)) {
            if (!(candidate instanceof WrappedRule wrapper)) {
                return Optional.empty();
            }
            candidate = wrapper.inner();
        }
        return Optional.of(kind.cast(candidate));
    }
}
