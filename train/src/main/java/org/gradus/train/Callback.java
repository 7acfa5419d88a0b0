package org.gradus.train;

/** Told of what happens in training. Called on the training thread; an exception ends the training. */
public interface Callback {
    /**
     * Training begins.
     *
     * @param epochs how many epochs were asked for
     * @param steps how many steps there will be, without those of epochs that a resumed training has behind it
     */
    default void onStart(int epochs, long steps) {}

    /**
     * A step is done.
     *
     * @param event the step
     */
    default void onStep(StepEvent event) {}

    /**
     * An epoch is done.
     *
     * @param event the epoch
     * @return whether training should go on; it ends when any callback says no
     */
    default boolean onEpoch(EpochEvent event) {
        return true;
    }

    /** Training ends: all epochs are done, a callback stopped it, or it failed. Called once in every case. */
    default void onEnd() {}
}
