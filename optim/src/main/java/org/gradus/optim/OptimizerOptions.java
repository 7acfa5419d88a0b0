package org.gradus.optim;

import java.util.ArrayList;
import java.util.List;
import org.gradus.core.backend.Workers;
import org.gradus.optim.gradient.GradientTransform;
import org.jspecify.annotations.Nullable;

/**
 * What an {@link Optimizer} does besides its rule.
 *
 * @param groups what is different for some parameters, in order
 * @param decayAll whether l2 and weight decay reach parameters of rank 0 and 1 and those of {@link
 *     org.gradus.core.Normalizing} layers too: biases, and the scales and shifts of
 *     norm layers. A group's own decay goes before this
 * @param transforms what is done to the gradients of each step, in order
 * @param nonFinite what to do with a step whose gradients are not finite
 * @param workers the threads to use
 * @param average the average of the weights that {@link Optimizer#evaluate} shows; null for none
 */
public record OptimizerOptions(
        List<ParameterGroup> groups,
        boolean decayAll,
        List<GradientTransform> transforms,
        NonFinite nonFinite,
        Workers workers,
        @Nullable WeightAverage average) {
    /**
     * Copies the lists.
     *
     * @param groups what is different for some parameters
     * @param decayAll whether l2 and weight decay reach biases and norm parameters too
     * @param transforms what is done to the gradients of each step
     * @param nonFinite what to do with a step whose gradients are not finite
     * @param workers the threads to use
     * @param average the average of the weights
     */
    public OptimizerOptions {
        groups = List.copyOf(groups);
        transforms = List.copyOf(transforms);
    }

    /**
     * No groups, no decay of biases and norm parameters, no transforms, steps that are not finite skipped, the shared threads,
     * no average.
     *
     * @return the options
     */
    public static OptimizerOptions defaults() {
        return new OptimizerOptions(List.of(), false, List.of(), NonFinite.SKIP, Workers.shared(), null);
    }

    /**
     * The same options with one more group, behind the others.
     *
     * @param group the group
     * @return the changed options
     */
    public OptimizerOptions withGroup(ParameterGroup group) {
        return new OptimizerOptions(appended(groups, group), decayAll, transforms, nonFinite, workers, average);
    }

    /**
     * The same options with more groups, behind the others.
     *
     * @param more the groups
     * @return the changed options
     */
    public OptimizerOptions withGroups(List<ParameterGroup> more) {
        List<ParameterGroup> longer = new ArrayList<>(groups);
        longer.addAll(more);
        return new OptimizerOptions(longer, decayAll, transforms, nonFinite, workers, average);
    }

    /**
     * The same options with l2 and weight decay for all parameters, or for matrices and kernels only.
     *
     * @param changed true for all
     * @return the changed options
     */
    public OptimizerOptions withDecayAll(boolean changed) {
        return new OptimizerOptions(groups, changed, transforms, nonFinite, workers, average);
    }

    /**
     * The same options with one more transform, behind the others.
     *
     * @param transform the transform
     * @return the changed options
     */
    public OptimizerOptions withTransform(GradientTransform transform) {
        return new OptimizerOptions(groups, decayAll, appended(transforms, transform), nonFinite, workers, average);
    }

    /**
     * The same options with another treatment of gradients that are not finite.
     *
     * @param changed skip or throw
     * @return the changed options
     */
    public OptimizerOptions withNonFinite(NonFinite changed) {
        return new OptimizerOptions(groups, decayAll, transforms, changed, workers, average);
    }

    /**
     * The same options with other threads.
     *
     * @param changed the threads
     * @return the changed options
     */
    public OptimizerOptions withWorkers(Workers changed) {
        return new OptimizerOptions(groups, decayAll, transforms, nonFinite, changed, average);
    }

    /**
     * The same options with an average of the weights to use in place of the last ones.
     *
     * @param changed the average
     * @return the changed options
     */
    public OptimizerOptions withAverage(WeightAverage changed) {
        return new OptimizerOptions(groups, decayAll, transforms, nonFinite, workers, changed);
    }

    private static <T> List<T> appended(List<T> list, T last) {
        List<T> longer = new ArrayList<>(list);
        longer.add(last);
        return longer;
    }
}
