package org.gradus.train;

import java.util.List;

/**
 * What a training went through.
 *
 * @param epochs the finished epochs, in order
 */
public record History(List<EpochEvent> epochs) {
    /**
     * Copies the list.
     *
     * @param epochs the finished epochs, in order
     */
    public History {
        epochs = List.copyOf(epochs);
    }
}
