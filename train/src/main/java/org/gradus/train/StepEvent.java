package org.gradus.train;

import org.gradus.optim.StepReport;

/**
 * One finished training step. With {@link Trainer#microBatches} its batch is made of several.
 *
 * @param epoch the epoch's number, from 0
 * @param batch the step's number within the epoch, from 0
 * @param batches how many steps the epoch has
 * @param samples how many samples the step has seen
 * @param loss the mean loss of their batch, penalties included
 * @param epochLoss the mean loss of the samples since the epoch began
 * @param epochAccuracy the share of right answers among them
 * @param report what the optimizer did
 */
public record StepEvent(
        int epoch,
        int batch,
        int batches,
        int samples,
        double loss,
        double epochLoss,
        double epochAccuracy,
        StepReport report) {}
