package org.gradus.core;

import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/**
 * Running statistics of normalisation layers, estimated anew for weights that were not trained with them, such as an average of
 * weights.
 *
 * <pre>{@code
 * double accuracy = optimizer.evaluate(() -> RunningStatistics.recalibrated(model, inputs, () -> accuracy(model)));
 * }</pre>
 *
 * <p>The inputs go through the model with batch statistics, but without noise: dropout is off. Each statistic becomes the mean
 * over the batches, weighted by the number of values that it was taken over, whatever the layer's own rate; layers whose
 * parameters are frozen keep theirs. Afterwards all buffers are what they were, bit for bit.
 *
 * <p><b>Reference:</b> Izmailov, Podoprikhin, Garipov, Vetrov, Wilson 2018, arXiv:1803.05407, Section 3.2;
 * {@code torch.optim.swa_utils.update_bn} (PyTorch 1.13). Deviations: that function weighs batches equally and leaves dropout
 * on.
 */
public final class RunningStatistics {
    private RunningStatistics() {}

    /**
     * Runs something while a model of one input has statistics of the given inputs.
     *
     * @param <T> what it returns
     * @param model the model
     * @param inputs batches of training inputs
     * @param body what to run
     * @return its result
     * @throws IllegalArgumentException when there are no inputs
     */
    public static <T> T recalibrated(TensorLayer model, Iterable<Tensor> inputs, Supplier<T> body) {
        return recalibrated(model, inputs, model::forward, body);
    }

    /**
     * Runs something while a model has statistics of the given batches.
     *
     * @param <B> a batch
     * @param <T> what it returns
     * @param model the model
     * @param batches batches of training inputs
     * @param forward runs one batch through the model with a pass
     * @param body what to run
     * @return its result
     * @throws IllegalArgumentException when there are no batches
     */
    public static <B, T> T recalibrated(
            Layer model, Iterable<B> batches, BiConsumer<? super B, Pass> forward, Supplier<T> body) {
        List<Buffer> buffers = model.buffers();
        List<Tensor> live = buffers.stream().map(Buffer::value).toList();
        try {
            Autograd.noGradient(() -> {
                estimate(batches.iterator(), forward);
                return null;
            });
            return body.get();
        } finally {
            for (int i = 0; i < live.size(); i++) {
                buffers.get(i).assign(live.get(i));
            }
        }
    }

    private static <B> void estimate(Iterator<B> batches, BiConsumer<? super B, Pass> forward) {
        if (!batches.hasNext()) {
            throw new IllegalArgumentException("recalibrated: there are no inputs to take statistics of");
        }
        IdentityHashMap<Layer, long[]> seen = new IdentityHashMap<>();
        Pass.StatisticsRate cumulative = (layer, values, own) -> {
            long[] total = seen.computeIfAbsent(layer, first -> new long[1]);
            total[0] += values;
            return (double) values / total[0];
        };
        while (batches.hasNext()) {
            Pass pass = Pass.inference()
                    .withBatchStatistics(true)
                    .withUpdateStatistics(true)
                    .withStatisticsRate(cumulative);
            forward.accept(batches.next(), pass);
        }
    }
}
