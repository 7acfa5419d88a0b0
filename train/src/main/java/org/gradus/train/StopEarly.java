package org.gradus.train;

import org.gradus.core.Layer;
import org.gradus.core.State;
import org.gradus.regularization.EarlyStopping;
import org.jspecify.annotations.Nullable;

/**
 * Watches a number after each epoch, keeps the best state of the model in memory, stops when the number has not improved for
 * long enough, and gives the model its best state back whenever training ends, also when all epochs ran.
 */
public final class StopEarly implements Callback {
    private final Layer model;
    private final EarlyStopping stopping;
    private final Metric metric;
    private @Nullable State best;
    private int bestEpoch = -1;

    /**
     * Watches any number.
     *
     * @param model whose state is kept
     * @param stopping what decides
     * @param metric what is watched
     */
    public StopEarly(Layer model, EarlyStopping stopping, Metric metric) {
        this.model = model;
        this.stopping = stopping;
        this.metric = metric;
    }

    @Override
    public boolean onEpoch(EpochEvent event) {
        return switch (stopping.observe(metric.of(event))) {
            case IMPROVED -> {
                best = model.state();
                bestEpoch = event.epoch();
                yield true;
            }
            case WAIT -> true;
            case STOP -> false;
        };
    }

    @Override
    public void onEnd() {
        if (best != null) {
            model.load(best);
        }
    }

    /**
     * The epoch whose state is kept.
     *
     * @return its number from 0, or −1 before the first
     */
    public int bestEpoch() {
        return bestEpoch;
    }
}
