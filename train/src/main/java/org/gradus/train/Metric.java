package org.gradus.train;

/** A number that is taken from each epoch, for what decides by it: {@link StopEarly} and {@link ReduceRate}. */
@FunctionalInterface
public interface Metric {
    /**
     * Takes the number from an epoch.
     *
     * @param event the epoch
     * @return the number
     */
    double of(EpochEvent event);

    /**
     * The loss on the validation set.
     *
     * @param event the epoch
     * @return its loss
     * @throws IllegalArgumentException when training has no validation set
     */
    static double validationLoss(EpochEvent event) {
        return validation(event).loss();
    }

    /**
     * The share of right answers on the validation set.
     *
     * @param event the epoch
     * @return its accuracy
     * @throws IllegalArgumentException when training has no validation set
     */
    static double validationAccuracy(EpochEvent event) {
        return validation(event).accuracy();
    }

    private static Evaluation validation(EpochEvent event) {
        return event.validation()
                .orElseThrow(() -> new IllegalArgumentException(
                        "metric: there is no validation set to watch; pass one to Trainer.fit"));
    }
}
