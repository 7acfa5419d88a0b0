package org.gradus.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.gradus.core.Pass;
import org.gradus.core.Rng;
import org.gradus.core.Tensor;
import org.gradus.core.TensorLayer;
import org.gradus.data.Batch;
import org.gradus.data.Batches;
import org.gradus.data.Dataset;
import org.gradus.optim.Objective;
import org.gradus.optim.Optimizer;
import org.gradus.optim.StepReport;
import org.gradus.regularization.Penalty;
import org.jspecify.annotations.Nullable;

/**
 * The training loop: forward, loss, backward, step, for every batch of every epoch; then the validation set.
 *
 * <p>It prints nothing; {@link Progress} is the callback that does. The same seed, data and settings give the same weights,
 * bit for bit.
 *
 * <pre>{@code
 * History history = new Trainer(model, new SoftmaxCrossEntropy()::of, optimizer, Rng.of(1))
 *         .callback(Progress.onTerminal())
 *         .fit(new Batches(train, 64, Rng.of(1)), validation, 20);
 * }</pre>
 */
public final class Trainer {
    private final TensorLayer model;
    private final Loss loss;
    private final Optimizer optimizer;
    private final Rng rng;
    private final List<Callback> callbacks = new ArrayList<>();
    private final List<Penalty> penalties = new ArrayList<>();
    private Loss validationLoss;

    /**
     * A trainer.
     *
     * @param model what is trained, with its parameters initialized
     * @param loss what is made small
     * @param optimizer what changes the parameters
     * @param rng the noise of layers such as dropout
     */
    public Trainer(TensorLayer model, Loss loss, Optimizer optimizer, Rng rng) {
        this.model = model;
        this.loss = loss;
        this.optimizer = optimizer;
        this.rng = rng.at("train");
        this.validationLoss = loss;
    }

    /**
     * Adds a callback; they are called in the order in which they were added.
     *
     * @param callback what is told
     * @return this trainer
     */
    public Trainer callback(Callback callback) {
        callbacks.add(callback);
        return this;
    }

    /**
     * Adds a penalty on the parameters to the loss.
     *
     * @param penalty the penalty
     * @return this trainer
     */
    public Trainer penalty(Penalty penalty) {
        penalties.add(penalty);
        return this;
    }

    /**
     * Sets another loss for the validation set: without label smoothing, for instance.
     *
     * @param other the loss
     * @return this trainer
     */
    public Trainer validationLoss(Loss other) {
        validationLoss = other;
        return this;
    }

    /**
     * Trains without a validation set.
     *
     * @param batches the training batches
     * @param epochs how many times through all of them, at least 1
     * @return what happened
     */
    public History fit(Batches batches, int epochs) {
        return run(batches, null, epochs);
    }

    /**
     * Trains.
     *
     * @param batches the training batches
     * @param validation what is evaluated after each epoch
     * @param epochs how many times through all batches, at least 1
     * @return what happened
     * @throws IllegalArgumentException when there are no epochs
     */
    public History fit(Batches batches, Dataset validation, int epochs) {
        return run(batches, validation, epochs);
    }

    private History run(Batches batches, @Nullable Dataset validation, int epochs) {
        if (epochs < 1) {
            throw new IllegalArgumentException("trainer: " + epochs + " epochs; at least 1 is needed");
        }
        List<EpochEvent> done = new ArrayList<>();
        Throwable failure = null;
        try {
            callbacks.forEach(callback -> callback.onStart(epochs, batches.perEpoch()));
            boolean goOn = true;
            for (int epoch = 0; epoch < epochs && goOn; epoch++) {
                long start = System.nanoTime();
                Evaluation train = epoch(batches, epoch);
                int number = epoch;
                goOn = optimizer.evaluate(() -> {
                    Optional<Evaluation> validated = validation == null
                            ? Optional.empty()
                            : Optional.of(Evaluation.of(model, validationLoss, validation));
                    double seconds = (System.nanoTime() - start) * 1e-9;
                    EpochEvent event = new EpochEvent(number, epochs, train, validated, seconds);
                    done.add(event);
                    return goesOn(event);
                });
            }
        } catch (RuntimeException | Error e) {
            failure = e;
            throw e;
        } finally {
            end(failure);
        }
        return new History(done);
    }

    /** Ends every callback, whatever another one throws; the failure of the training itself comes before theirs. */
    private void end(@Nullable Throwable training) {
        Throwable first = training;
        for (Callback callback : callbacks) {
            try {
                callback.onEnd();
            } catch (RuntimeException | Error e) {
                if (first == null) {
                    first = e;
                } else if (first != e) {
                    first.addSuppressed(e);
                }
            }
        }
        if (training == null && first instanceof Error error) {
            throw error;
        }
        if (training == null && first instanceof RuntimeException exception) {
            throw exception;
        }
    }

    private boolean goesOn(EpochEvent event) {
        boolean all = true;
        for (Callback callback : callbacks) {
            all &= callback.onEpoch(event);
        }
        return all;
    }

    private Evaluation epoch(Batches batches, int epoch) {
        Tally tally = new Tally();
        int number = 0;
        long firstStep = (long) epoch * batches.perEpoch();
        for (Batch batch : batches.epoch(epoch)) {
            Forward forward = new Forward(batch, Pass.training(rng, firstStep + number), tally);
            StepReport report = optimizer.step(forward);
            StepEvent event = new StepEvent(
                    epoch,
                    number,
                    batches.perEpoch(),
                    batch.size(),
                    forward.loss,
                    tally.loss(),
                    tally.accuracy(),
                    report);
            callbacks.forEach(callback -> callback.onStep(event));
            number++;
        }
        return tally.result();
    }

    /** The loss of one batch; seen again, it draws the same noise and leaves running statistics and the tally alone. */
    private final class Forward implements Objective {
        private final Batch batch;
        private final Pass pass;
        private final Tally tally;
        private double loss;

        Forward(Batch batch, Pass pass, Tally tally) {
            this.batch = batch;
            this.pass = pass;
            this.tally = tally;
        }

        @Override
        public Tensor loss(boolean again) {
            Tensor output = model.forward(batch.features(), pass.withUpdateStatistics(!again));
            Tensor value = Trainer.this.loss.of(output, batch.labels());
            for (Penalty penalty : penalties) {
                value = value.add(penalty.of(model.parameters()));
            }
            if (!again) {
                loss = value.item();
                tally.add(output.detach(), batch.labels(), loss);
            }
            return value;
        }
    }
}
