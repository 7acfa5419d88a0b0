package org.gradus.train;

import org.gradus.optim.schedule.ReduceOnPlateau;

/**
 * Tells a {@link ReduceOnPlateau} a number after each epoch; the next epoch is trained with the value that follows from it.
 *
 * <pre>{@code
 * ReduceOnPlateau plateau = new ReduceOnPlateau(0.1, 0.5, 5, Improvement.lower());
 * Optimizer optimizer = Optimizer.of(model, Sgd.defaults(), plateau.withWarmUp(100));
 * trainer.callback(new ReduceRate(plateau, Metric::validationLoss));
 * }</pre>
 *
 * <p>A training that is resumed needs the plateau's {@link ReduceOnPlateau#progress()} beside the states of model and optimizer.
 */
public final class ReduceRate implements Callback {
    private final ReduceOnPlateau plateau;
    private final Metric metric;

    /**
     * Watches any number.
     *
     * @param plateau what decides; the optimizer's schedule is this one or contains it
     * @param metric what is watched
     */
    public ReduceRate(ReduceOnPlateau plateau, Metric metric) {
        this.plateau = plateau;
        this.metric = metric;
    }

    @Override
    public boolean onEpoch(EpochEvent event) {
        plateau.observe(metric.of(event));
        return true;
    }
}
