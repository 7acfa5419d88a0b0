package org.gradus.optim.gradient;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;
import org.gradus.core.Parameter;
import org.gradus.optim.gradient.ParameterVector.Entry;

/**
 * A transform that sees some of the gradients only.
 *
 * @param inner the transform
 * @param condition which it sees
 */
record SomeGradients(GradientTransform inner, Predicate<Parameter> condition) implements GradientTransform {
    @Override
    public ParameterVector apply(long step, ParameterVector gradients) {
        List<Entry> seen = new ArrayList<>();
        List<Entry> all = new ArrayList<>(gradients.entries());
        for (Entry entry : all) {
            if (condition.test(entry.parameter())) {
                seen.add(entry);
            }
        }
        if (seen.isEmpty()) {
            return gradients;
        }
        ParameterVector changed = inner.apply(step, ParameterVector.of(gradients.workers(), seen));
        Iterator<Entry> replacements = changed.entries().iterator();
        for (int i = 0; i < all.size(); i++) {
            if (condition.test(all.get(i).parameter())) {
                all.set(i, replacements.next());
            }
        }
        return ParameterVector.of(gradients.workers(), all);
    }
}
