package org.gradus.train;

import java.util.Optional;

/**
 * One finished epoch.
 *
 * @param epoch its number, from 0
 * @param epochs how many were asked for
 * @param train loss and answers on the training batches, as they came, with noise
 * @param validation the same on the validation set after the epoch, if there is one
 * @param seconds how long the epoch took, validation included
 */
public record EpochEvent(int epoch, int epochs, Evaluation train, Optional<Evaluation> validation, double seconds) {}
