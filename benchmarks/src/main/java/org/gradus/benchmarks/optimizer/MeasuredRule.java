package org.gradus.benchmarks.optimizer;

import org.gradus.optim.rule.Adam;
import org.gradus.optim.rule.AdamW;
import org.gradus.optim.rule.Sgd;
import org.gradus.optim.rule.UpdateRule;

/** The table of the rules that are measured: those whose step is one loop over elements. A new rule is one line here. */
public enum MeasuredRule {
    /** Plain gradient descent. */
    SGD(Sgd.defaults()),
    /** With momentum 0.9. */
    SGD_MOMENTUM(Sgd.defaults().withMomentum(0.9)),
    /** Adam. */
    ADAM(Adam.defaults()),
    /** AdamW. */
    ADAM_W(AdamW.defaults());

    private final UpdateRule rule;

    MeasuredRule(UpdateRule rule) {
        this.rule = rule;
    }

    /**
     * The rule.
     *
     * @return it
     */
    public UpdateRule rule() {
        return rule;
    }
}
