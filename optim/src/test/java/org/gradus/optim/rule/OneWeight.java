package org.gradus.optim.rule;

import org.gradus.core.Parameter;
import org.gradus.optim.Optimizer;
import org.gradus.optim.OptimizerOptions;
import org.gradus.optim.Weights;
import org.gradus.optim.schedule.Schedule;

/** A single weight that starts at 1, decays if the rule says so, and meets given gradients. */
final class OneWeight {
    final Parameter weight;
    final Optimizer optimizer;

    OneWeight(UpdateRule rule, Schedule schedule) {
        Weights model = Weights.of("w", 1f);
        weight = model.get("w");
        OptimizerOptions options = OptimizerOptions.defaults().withDecayAll(true);
        optimizer = Optimizer.of(model, rule, schedule, options);
    }

    /** One step; the weight after it. */
    double step(double gradient) {
        optimizer.step(Weights.gradients(weight, (float) gradient));
        return weight.value().item();
    }

    /** The weight that the gradients lead to at a constant rate. */
    static double after(UpdateRule rule, double rate, double... gradients) {
        return after(rule, Schedule.constant(rate), gradients);
    }

    /** The weight that the gradients lead to. */
    static double after(UpdateRule rule, Schedule schedule, double... gradients) {
        OneWeight one = new OneWeight(rule, schedule);
        double weight = 1;
        for (double gradient : gradients) {
            weight = one.step(gradient);
        }
        return weight;
    }

    /** An element of the state. */
    double slot(String name) {
        return optimizer.state().tensor("w/" + name).data()[0];
    }
}
