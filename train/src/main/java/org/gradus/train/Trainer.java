package org.gradus.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.gradus.core.Rng;
import org.gradus.core.RunningStatistics;
import org.gradus.core.Tensor;
import org.gradus.core.TensorLayer;
import org.gradus.data.Batches;
import org.gradus.data.Dataset;
import org.gradus.optim.GradientAccumulation;
import org.gradus.optim.Optimizer;
import org.gradus.optim.landscape.RateFinder;
import org.gradus.optim.landscape.RateSweep;
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
    private final Callbacks callbacks = new Callbacks();
    private final List<Penalty> penalties = new ArrayList<>();
    private Loss validationLoss;
    private int microBatches = 1;
    private @Nullable Iterable<Tensor> recalibration;
    private int firstEpoch;

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
     * Makes each step of several batches, which are then micro-batches of one: their gradients are added up, weighted by
     * {@link Loss#items}, and penalties are added once. A shorter last group of an epoch makes a step, too. Events count steps.
     *
     * @param perStep how many batches make a step, at least 1
     * @return this trainer
     * @throws IllegalArgumentException when the number is below 1, or above 1 with a rule that evaluates more than once in a
     *     step
     */
    public Trainer microBatches(int perStep) {
        if (perStep != 1) {
            GradientAccumulation.of(optimizer, perStep);
        }
        microBatches = perStep;
        return this;
    }

    /**
     * Estimates running statistics anew before each evaluation, for optimizers that show other weights than they train; see
     * {@link RunningStatistics}. Validation and {@link Callback#onEpoch} see them; training goes on with its own.
     *
     * @param inputs batches of training inputs
     * @return this trainer
     */
    public Trainer recalibrate(Iterable<Tensor> inputs) {
        recalibration = inputs;
        return this;
    }

    /**
     * Begins with a later epoch, to go on with a training whose model and optimizer were saved after the epoch before. Epochs,
     * batches and noise are then those of a training that was never interrupted, bit for bit; the number of epochs given to
     * {@code fit} counts from the first of all.
     *
     * @param epoch the number of the first epoch, from 0
     * @return this trainer
     * @throws IllegalArgumentException when the number is negative
     */
    public Trainer startingAt(int epoch) {
        if (epoch < 0) {
            throw new IllegalArgumentException("trainer: cannot start at epoch " + epoch + "; epochs count from 0");
        }
        firstEpoch = epoch;
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

    /**
     * Looks for a learning rate with {@link RateFinder#defaults()}.
     *
     * @param batches the training batches
     * @return what was tried, and a suggestion with its reason
     */
    public RateSweep findRate(Batches batches) {
        return findRate(batches, RateFinder.defaults());
    }

    /**
     * Looks for a learning rate: trains on the first batches under growing rates, with this trainer's loss, penalties,
     * micro-batches and optimizer, and then puts everything back. Training afterwards gives the bits that it would have given
     * before. Callbacks are not told. The micro-batches of a step are in memory together.
     *
     * @param batches the training batches, through as many epochs as it takes
     * @param finder which rates, and when to end
     * @return what was tried, and a suggestion with its reason
     */
    public RateSweep findRate(Batches batches, RateFinder finder) {
        EndlessBatches endless = new EndlessBatches(batches);
        Goal goal = new Goal(model, loss, penalties);
        return finder.sweep(model, optimizer, step -> {
            JointLoss joint = new JointLoss(model, loss, endless.next(microBatches), rng, (long) step * microBatches);
            return again -> goal.penalized(joint.of(again));
        });
    }

    private History run(Batches batches, @Nullable Dataset validation, int epochs) {
        if (epochs < 1) {
            throw new IllegalArgumentException("trainer: " + epochs + " epochs; at least 1 is needed");
        }
        if (epochs <= firstEpoch) {
            throw new IllegalArgumentException("trainer: " + epochs + " epochs, but training is to start at epoch "
                    + firstEpoch + "; nothing is left to do");
        }
        Goal goal = new Goal(model, loss, penalties);
        List<EpochEvent> done = new ArrayList<>();
        long all = IntStream.range(firstEpoch, epochs)
                .mapToLong(epoch -> steps(batches, epoch))
                .sum();
        Throwable failure = null;
        try {
            callbacks.start(epochs, all);
            boolean goOn = true;
            for (int epoch = firstEpoch; epoch < epochs && goOn; epoch++) {
                long start = System.nanoTime();
                Evaluation train = new Epoch(epoch, steps(batches, epoch), goal, optimizer, callbacks)
                        .run(batches, rng, microBatches);
                int number = epoch;
                goOn = evaluated(() -> {
                    Optional<Evaluation> validated = validation == null
                            ? Optional.empty()
                            : Optional.of(Evaluation.of(model, validationLoss, validation));
                    double seconds = (System.nanoTime() - start) * 1e-9;
                    EpochEvent event = new EpochEvent(number, epochs, train, validated, seconds);
                    done.add(event);
                    return callbacks.goesOn(event);
                });
            }
        } catch (RuntimeException | Error e) {
            failure = e;
            throw e;
        } finally {
            callbacks.end(failure);
        }
        return new History(done);
    }

    private int steps(Batches batches, int epoch) {
        return (batches.perEpoch(epoch) - 1) / microBatches + 1;
    }

    private boolean evaluated(Supplier<Boolean> body) {
        Iterable<Tensor> inputs = recalibration;
        return optimizer.evaluate(
                () -> inputs == null ? body.get() : RunningStatistics.recalibrated(model, inputs, body));
    }
}
