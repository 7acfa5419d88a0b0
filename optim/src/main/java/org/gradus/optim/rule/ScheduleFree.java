package org.gradus.optim.rule;

import org.gradus.core.Parameter;
import org.gradus.core.Shape;
import org.gradus.optim.check.Accepted;

/**
 * What the Schedule-Free rules share: the sequence z that descends, its weighted average x, and y between them, which is
 * trained. Only y (the parameter) and z are kept; {@code x = (y − (1 − β)·z)/β}.
 *
 * @param beta how near y is to x
 * @param warmUp for how many steps the rate rises
 * @param r the power of the step in the weights of the average
 * @param weightLrPower the power of the rate in them
 */
record ScheduleFree(double beta, long warmUp, double r, double weightLrPower) {
    private static final String DESCENDING = "z";
    private static final String WEIGHTS = "weights";
    private static final String PEAK = "peak";

    static SlotSpec slots(Shape shape) {
        return SlotSpec.none().tensor(DESCENDING, shape).scalar(WEIGHTS, 0).scalar(PEAK, 0);
    }

    static void check(String rule, double beta, long warmUp, double r, double weightLrPower) {
        Accepted.belowOne(rule, "beta", beta);
        Accepted.positive(rule, "beta", beta);
        Accepted.steps(rule, "warmUp", warmUp, 0);
        Accepted.notNegative(rule, "r", r);
        Accepted.notNegative(rule, "weightLrPower", weightLrPower);
    }

    /**
     * The scalars of one step.
     *
     * @param z the sequence that descends
     * @param share c: how much of the new z goes into the average
     * @param rate what times the direction is taken off z
     * @param ahead what times the direction is taken off y, besides what the average moves it
     */
    record Step(float[] z, float share, float rate, float ahead) {
        /** {@code y ← y + c·(z − y) − ahead·d}, {@code z ← z − rate·d} at one element; returns the new y. */
        float move(int i, float y, float d) {
            float before = z[i];
            z[i] = before - rate * d;
            return y + share * (before - y) - ahead * d;
        }
    }

    /** Counts the step in the average; {@code correction} multiplies the rate. */
    Step step(StepContext context, Parameter parameter, Slots slots, double correction) {
        float[] z = slots.tensor(DESCENDING);
        if (context.step() == 1) {
            System.arraycopy(parameter.value().data(), 0, z, 0, z.length);
        }
        double t = (double) context.step();
        double rising = t < warmUp ? t / warmUp : 1;
        double rate = context.rate() * rising * correction;
        double peak = Math.max(slots.scalar(PEAK), rate);
        double weight = StrictMath.pow(t, r) * StrictMath.pow(peak, weightLrPower);
        double weights = slots.scalar(WEIGHTS) + weight;
        slots.scalar(PEAK, peak);
        slots.scalar(WEIGHTS, weights);
        double share = weights == 0 ? 0 : weight / weights;
        return new Step(z, (float) share, (float) rate, (float) (rate * (1 - beta * (1 - share))));
    }

    void average(float[] y, Slots slots, float[] out) {
        float[] z = slots.tensor(DESCENDING);
        float back = (float) (1 / beta - 1);
        for (int i = 0; i < out.length; i++) {
            out[i] = y[i] + back * (y[i] - z[i]);
        }
    }
}
