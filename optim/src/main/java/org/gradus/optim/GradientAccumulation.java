package org.gradus.optim;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import org.gradus.core.Gradients;
import org.gradus.core.Parameter;
import org.gradus.core.Tensor;
import org.gradus.core.backend.Workers;
import org.gradus.optim.gradient.ParameterVector;

/**
 * One step from several micro-batches, which equals the step of one batch that holds them all: {@code g = Σ nᵢ·gᵢ / Σ nᵢ} with
 * gᵢ the gradient of the mean loss of micro-batch i and nᵢ the number of items that it is a mean over.
 *
 * <pre>{@code
 * GradientAccumulation window = GradientAccumulation.of(optimizer, 4);
 * for (Batch batch : batches.epoch(epoch)) {
 *     Tensor loss = model.forward(batch.features(), pass).crossEntropy(batch.labels());
 *     window.addMean(loss.backward(), batch.size());
 * }
 * window.flush();
 * }</pre>
 *
 * <p>Sums are divided once, so that micro-batches of unequal size count by their items; items that a loss ignores must not be
 * counted. Layers that use the statistics of a batch see micro-batches and make the one exception. A parameter has a gradient
 * when it has one in any micro-batch. Transforms, groups and averages of the optimizer see the whole only.
 *
 * <p>When the gradients of any micro-batch are not finite the whole step is treated by the optimizer's {@link NonFinite}, and
 * the report names the micro-batch. What was added since the last step is not part of {@link Optimizer#state()}: save where
 * {@link #pending()} is 0. Not for use by several threads at once.
 */
public final class GradientAccumulation {
    private final Optimizer optimizer;
    private final int microBatches;
    private final IdentityHashMap<Parameter, Sum> sums = new IdentityHashMap<>();
    private final List<Sum> inOrder = new ArrayList<>();
    private final List<Gradients> once = new ArrayList<>();
    private Optional<String> fault = Optional.empty();
    private double items;
    private int pending;
    private long begunAt;

    private GradientAccumulation(Optimizer optimizer, int microBatches) {
        this.optimizer = optimizer;
        this.microBatches = microBatches;
    }

    /** The sum for one parameter; its array is kept from step to step. */
    private static final class Sum {
        final float[] values;
        boolean present;

        Sum(int size) {
            values = new float[size];
        }
    }

    /**
     * Accumulation for an optimizer.
     *
     * @param optimizer what steps
     * @param microBatches how many micro-batches make a step, at least 1
     * @return the accumulation, with nothing added
     * @throws IllegalArgumentException when the number is below 1, or the optimizer's rule evaluates more than once in a step
     */
    public static GradientAccumulation of(Optimizer optimizer, int microBatches) {
        if (microBatches < 1) {
            throw new IllegalArgumentException(
                    "gradient accumulation: " + microBatches + " micro-batches; a step needs at least 1");
        }
        if (optimizer.probes()) {
            throw new IllegalArgumentException("gradient accumulation: " + optimizer.rule()
                    + " takes gradients at other points within a step, which must see the whole batch; give it one that fits,"
                    + " through Optimizer.step(Objective)");
        }
        return new GradientAccumulation(optimizer, microBatches);
    }

    /**
     * Adds a micro-batch whose loss is a mean.
     *
     * @param gradients of the mean loss
     * @param items how many items it is a mean over, or the sum of their weights; one with 0 adds nothing, whatever its
     *     gradients are
     * @return what the step did, when this was the last micro-batch of one
     * @throws IllegalArgumentException when the number is negative or not finite
     * @throws IllegalStateException within {@link Optimizer#evaluate}, or when the optimizer has stepped otherwise meanwhile
     * @throws ArithmeticException when the step's gradients are not finite and {@link NonFinite#THROW} was chosen
     */
    public Optional<StepReport> addMean(Gradients gradients, double items) {
        return add(gradients, items, items);
    }

    /**
     * Adds a micro-batch whose loss is a sum.
     *
     * @param gradients of the summed loss
     * @param items how many items it is a sum over, or the sum of their weights; one with 0 adds nothing, whatever its
     *     gradients are
     * @return what the step did, when this was the last micro-batch of one
     * @throws IllegalArgumentException when the number is negative or not finite
     * @throws IllegalStateException within {@link Optimizer#evaluate}, or when the optimizer has stepped otherwise meanwhile
     * @throws ArithmeticException when the step's gradients are not finite and {@link NonFinite#THROW} was chosen
     */
    public Optional<StepReport> addSum(Gradients gradients, double items) {
        return add(gradients, items, 1);
    }

    /**
     * Adds what belongs to the present step as a whole and to no micro-batch, such as a penalty on the weights. It is not
     * divided, and is no micro-batch.
     *
     * @param gradients the gradients
     * @throws IllegalStateException within {@link Optimizer#evaluate}, or when the optimizer has stepped otherwise meanwhile
     */
    public void addOnce(Gradients gradients) {
        check();
        once.add(gradients);
    }

    /**
     * Steps with what was added since the last step, however many micro-batches these are.
     *
     * @return what the step did; empty when there were none
     * @throws IllegalStateException within {@link Optimizer#evaluate}, or when the optimizer has stepped otherwise meanwhile
     * @throws ArithmeticException when the step's gradients are not finite and {@link NonFinite#THROW} was chosen
     */
    public Optional<StepReport> flush() {
        check();
        if (pending == 0) {
            once.clear();
            return Optional.empty();
        }
        try {
            return Optional.of(items == 0 ? optimizer.skipped("no micro-batch has items") : step());
        } finally {
            inOrder.forEach(sum -> sum.present = false);
            once.clear();
            fault = Optional.empty();
            items = 0;
            pending = 0;
        }
    }

    /**
     * How many micro-batches were added since the last step.
     *
     * @return less than make a step
     */
    public int pending() {
        return pending;
    }

    private Optional<StepReport> add(Gradients gradients, double count, double factor) {
        if (!(count >= 0 && count < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "gradient accumulation: items = " + count + " is not accepted; it must lie in [0, infinity)");
        }
        check();
        if (count > 0) {
            ParameterVector vector = optimizer.vector(gradients);
            accumulate(vector, (float) factor, "in micro-batch " + pending);
            items += count;
        }
        pending++;
        return pending == microBatches ? flush() : Optional.empty();
    }

    private void check() {
        optimizer.checkTraining();
        if (pending == 0 && once.isEmpty()) {
            begunAt = optimizer.steps();
        } else if (begunAt != optimizer.steps()) {
            throw new IllegalStateException(
                    "gradient accumulation: the optimizer has gone from step " + begunAt + " to "
                            + optimizer.steps() + " since the first of " + pending
                            + " micro-batches was added; let the accumulation do the steps");
        }
    }

    private void accumulate(ParameterVector vector, float factor, String where) {
        if (fault.isEmpty()) {
            fault = vector.firstNonFinite().map(text -> text + " " + where);
        }
        for (ParameterVector.Entry entry : vector.entries()) {
            float[] g = entry.tensor().data();
            Sum sum = sum(entry.parameter());
            Workers workers = vector.workers();
            if (sum.present) {
                workers.split(g.length, (from, to) -> add(sum.values, g, factor, from, to));
            } else {
                workers.split(g.length, (from, to) -> set(sum.values, g, factor, from, to));
                sum.present = true;
            }
        }
    }

    private Sum sum(Parameter parameter) {
        Sum present = sums.get(parameter);
        if (present == null) {
            present = new Sum(parameter.shape().size());
            sums.put(parameter, present);
            inOrder.add(present);
        }
        return present;
    }

    private StepReport step() {
        float divisor = (float) items;
        for (Sum sum : inOrder) {
            if (sum.present) {
                optimizer.workers().split(sum.values.length, (from, to) -> divide(sum.values, divisor, from, to));
            }
        }
        for (Gradients gradients : once) {
            accumulate(optimizer.vector(gradients), 1f, "in what is added once");
        }
        List<ParameterVector.Entry> entries = new ArrayList<>();
        for (Parameter parameter : optimizer.parameters()) {
            Sum sum = sums.get(parameter);
            if (sum != null && sum.present && optimizer.trains(parameter)) {
                entries.add(new ParameterVector.Entry(parameter, Tensor.wrap(parameter.shape(), sum.values)));
            }
        }
        return optimizer.step(ParameterVector.of(optimizer.workers(), entries), fault);
    }

    private static void set(float[] sum, float[] g, float factor, int from, int to) {
        for (int i = from; i < to; i++) {
            sum[i] = factor * g[i];
        }
    }

    private static void add(float[] sum, float[] g, float factor, int from, int to) {
        for (int i = from; i < to; i++) {
            sum[i] += factor * g[i];
        }
    }

    private static void divide(float[] sum, float divisor, int from, int to) {
        for (int i = from; i < to; i++) {
            sum[i] /= divisor;
        }
    }
}
