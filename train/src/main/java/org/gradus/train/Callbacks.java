package org.gradus.train;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All callbacks of a training, as one, in the order in which they were added. */
final class Callbacks {
    private final List<Callback> all = new ArrayList<>();

    void add(Callback callback) {
        all.add(callback);
    }

    void start(int epochs, long steps) {
        all.forEach(callback -> callback.onStart(epochs, steps));
    }

    void step(StepEvent event) {
        all.forEach(callback -> callback.onStep(event));
    }

    /** Whether training goes on; every callback is asked. */
    boolean goesOn(EpochEvent event) {
        boolean everyone = true;
        for (Callback callback : all) {
            everyone &= callback.onEpoch(event);
        }
        return everyone;
    }

    /** Ends every callback, whatever another one throws; the failure of the training itself comes before theirs. */
    void end(@Nullable Throwable training) {
        Throwable first = training;
        for (Callback callback : all) {
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
}
