package org.gradus.benchmarks.optimizer;

import org.gradus.optim.rule.AdEmaMix;
import org.gradus.optim.rule.AdaBelief;
import org.gradus.optim.rule.AdaDelta;
import org.gradus.optim.rule.AdaGrad;
import org.gradus.optim.rule.AdaMax;
import org.gradus.optim.rule.Adafactor;
import org.gradus.optim.rule.Adam;
import org.gradus.optim.rule.AdamW;
import org.gradus.optim.rule.Adan;
import org.gradus.optim.rule.Adopt;
import org.gradus.optim.rule.AmsGrad;
import org.gradus.optim.rule.Asgd;
import org.gradus.optim.rule.Ftrl;
import org.gradus.optim.rule.Lamb;
import org.gradus.optim.rule.Lars;
import org.gradus.optim.rule.Lion;
import org.gradus.optim.rule.NAdam;
import org.gradus.optim.rule.RAdam;
import org.gradus.optim.rule.RmsProp;
import org.gradus.optim.rule.Rprop;
import org.gradus.optim.rule.ScheduleFreeAdamW;
import org.gradus.optim.rule.ScheduleFreeSgd;
import org.gradus.optim.rule.Sgd;
import org.gradus.optim.rule.UpdateRule;
import org.gradus.optim.rule.Yogi;

/** The table of the rules that are measured: those whose step is loops over elements. A new rule is one line here. */
public enum MeasuredRule {
    /** Plain gradient descent. */
    SGD(Sgd.defaults()),
    /** With momentum 0.9. */
    SGD_MOMENTUM(Sgd.defaults().withMomentum(0.9)),
    /** Adam. */
    ADAM(Adam.defaults()),
    /** AdamW. */
    ADAM_W(AdamW.defaults()),
    /** AdamW with cautious decay. */
    ADAM_W_CAUTIOUS(AdamW.defaults().withCautious(true)),
    /** Adam with the greatest second moment. */
    AMS_GRAD(Adam.defaults().withAmsGrad(AmsGrad.BEFORE_CORRECTION)),
    /** Nesterov's momentum. */
    SGD_NESTEROV(Sgd.defaults().withMomentum(0.9).withNesterov(true)),
    /** Descent with a mean that only follows. */
    ASGD(Asgd.defaults()),
    /** Signs and lengths. */
    RPROP(Rprop.defaults()),
    /** AdaGrad. */
    ADA_GRAD(AdaGrad.defaults()),
    /** AdaDelta, with an ε that lets it move at once. */
    ADA_DELTA(AdaDelta.defaults().withEps(1)),
    /** RMSprop. */
    RMS_PROP(RmsProp.defaults()),
    /** RMSprop, centred, with momentum. */
    RMS_PROP_CENTERED_MOMENTUM(RmsProp.defaults().withCentered(true).withMomentum(0.9)),
    /** AdaMax. */
    ADA_MAX(AdaMax.defaults()),
    /** NAdam. */
    N_ADAM(NAdam.defaults()),
    /** RAdam, which divides from its sixth step on. */
    R_ADAM(RAdam.defaults()),
    /** Lion. */
    LION(Lion.defaults()),
    /** Lion with cautious decay. */
    LION_CAUTIOUS(Lion.optax().withCautious(true)),
    /** AdaBelief. */
    ADA_BELIEF(AdaBelief.defaults()),
    /** Yogi. */
    YOGI(Yogi.defaults()),
    /** Adan, in two loops. */
    ADAN(Adan.defaults()),
    /** AdEMAMix, in two loops. */
    AD_EMA_MIX(AdEmaMix.defaults()),
    /** ADOPT, in two loops. */
    ADOPT(Adopt.defaults()),
    /** FTRL-proximal. */
    FTRL(Ftrl.defaults()),
    /** LARS, with two norms before the loop, and a trust that lets it move at once. */
    LARS(Lars.defaults().withTrust(1)),
    /** LAMB, with two norms before the loop. */
    LAMB(Lamb.defaults()),
    /** Schedule-Free descent. */
    SCHEDULE_FREE_SGD(ScheduleFreeSgd.defaults()),
    /** Schedule-Free AdamW. */
    SCHEDULE_FREE_ADAM_W(ScheduleFreeAdamW.defaults()),
    /** Adafactor, with means of rows and columns and two norms before the loop. */
    ADAFACTOR(Adafactor.defaults());

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
