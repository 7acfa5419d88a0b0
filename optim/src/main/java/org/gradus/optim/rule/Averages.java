package org.gradus.optim.rule;

/** The check of wrappers that move weights after the inner rule has. */
final class Averages {
    private Averages() {}

    /** A rule that keeps an average of the weights, or another point tied to them, would not notice that they move. */
    static void refuse(String wrapper, UpdateRule inner) {
        WrappedRule.find(EvaluatedElsewhere.class, inner).ifPresent(elsewhere -> {
            throw new IllegalArgumentException(wrapper + ": it moves the weights after "
                    + elsewhere.getClass().getSimpleName()
                    + ", whose own weights for use would not follow; use one without the other");
        });
    }
}
