package org.gradus.benchmarks.workload;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import org.gradus.core.TensorLayer;

/**
 * The models that are trained and asked. W4 (a transformer encoder) and W5 (an LSTM) get a line each when their layers exist, and
 * leave {@link #LATER}; everything else here and in the runner takes a model as it comes.
 */
public enum Workload {
    /** Multilayer perceptron 784-512-256-10. */
    W1(new int[] {784}, task -> Models.mlp(task.width(), task.depth())),
    /** Convolutions 32 and 64 of 3×3, each with ReLU and pooling by 2, then 128 and 10, on 1×28×28. */
    W2(new int[] {1, 28, 28}, task -> Models.cnn(task.width(), task.depth(), false)),
    /** The same with batch normalisation after each convolution. */
    W2BN(new int[] {1, 28, 28}, task -> Models.cnn(task.width(), task.depth(), true)),
    /** ResNet-8 with 16, 32 and 64 channels on 3×32×32. */
    W3(new int[] {3, 32, 32}, task -> Models.resNet(task.width(), task.depth()));

    /** How many classes every model tells apart. */
    public static final int CLASSES = 10;

    private static final Map<String, String> LATER = Map.of("W4", "a transformer encoder", "W5", "an LSTM");

    private final int[] sample;
    private final Function<Task, TensorLayer> build;

    Workload(int[] sample, Function<Task, TensorLayer> build) {
        this.sample = sample;
        this.build = build;
    }

    /**
     * The model of a name.
     *
     * @param name such as {@code W1}
     * @return the model
     * @throws IllegalArgumentException when there is none, or none yet
     */
    public static Workload named(String name) {
        for (Workload workload : values()) {
            if (workload.name().equals(name)) {
                return workload;
            }
        }
        String later = LATER.get(name);
        throw new IllegalArgumentException(
                later == null
                        ? "no workload is called " + name + "; there are " + Arrays.toString(values())
                        : name + " (" + later + ") is not measured yet: its layers do not exist; there are "
                                + Arrays.toString(values()));
    }

    /**
     * The shape of one sample.
     *
     * @return its extents
     */
    public int[] sample() {
        return sample.clone();
    }

    /**
     * How many numbers a sample has.
     *
     * @return the product of its extents
     */
    public int sampleSize() {
        int size = 1;
        for (int extent : sample) {
            size *= extent;
        }
        return size;
    }

    /**
     * The model, without values.
     *
     * @param task the size of it
     * @return a new model
     */
    public TensorLayer build(Task task) {
        return build.apply(task);
    }
}
