package org.gradus.train;

import org.gradus.core.Gradients;
import org.gradus.core.Pass;
import org.gradus.core.Rng;
import org.gradus.core.Scope;
import org.gradus.core.Tensor;
import org.gradus.data.Batch;
import org.gradus.data.Batches;
import org.gradus.optim.GradientAccumulation;
import org.gradus.optim.Optimizer;
import org.gradus.optim.StepReport;

/** The steps of one epoch, and what they have seen so far. */
final class Epoch {
    private final int epoch;
    private final int steps;
    private final Goal goal;
    private final Optimizer optimizer;
    private final Callbacks callbacks;
    private final Tally tally = new Tally();
    private LossMean stepLoss = new LossMean();
    private int samples;
    private int step;

    Epoch(int epoch, int steps, Goal goal, Optimizer optimizer, Callbacks callbacks) {
        this.epoch = epoch;
        this.steps = steps;
        this.goal = goal;
        this.optimizer = optimizer;
        this.callbacks = callbacks;
    }

    /** Makes a step of each batch, or of each few batches; returns what was seen of all. */
    Evaluation run(Batches batches, Rng rng, int microBatches) {
        GradientAccumulation window = microBatches == 1 ? null : GradientAccumulation.of(optimizer, microBatches);
        long pass = batches.before(epoch);
        for (Batch batch : batches.epoch(epoch)) {
            Forward forward = new Forward(goal, batch, Pass.training(rng, pass++), this::seen);
            if (window == null) {
                Scope.run(() -> done(optimizer.step(forward)));
            } else {
                add(forward, window);
            }
        }
        if (window != null) {
            window.flush().ifPresent(this::done);
        }
        return tally.result();
    }

    private void add(Forward forward, GradientAccumulation window) {
        Tensor penalty = goal.penalized(Tensor.scalar(0f));
        if (window.pending() == 0 && penalty.needsGradient()) {
            window.addOnce(penalty.backward());
        }
        Scope.run(() -> {
            Gradients gradients = forward.lossOfData(penalty.item()).backward();
            return window.addMean(gradients, goal.loss().items(forward.batch().labels()))
                    .map(this::done);
        });
    }

    private StepReport done(StepReport report) {
        callbacks.step(
                new StepEvent(epoch, step, steps, samples, stepLoss.value(), tally.loss(), tally.accuracy(), report));
        step++;
        samples = 0;
        stepLoss = new LossMean();
        return report;
    }

    private void seen(Batch batch, Tensor output, double value) {
        tally.add(output.detach(), batch.labels(), goal.loss(), value);
        stepLoss.add(value, goal.loss().items(batch.labels()));
        samples += batch.size();
    }
}
