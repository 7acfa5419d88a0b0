package org.gradus.benchmarks.peers;

import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.ParallelBlock;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.pooling.Pool;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import ai.djl.training.Trainer;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import java.util.ArrayList;
import java.util.List;
import org.gradus.benchmarks.workload.Contestant;
import org.gradus.benchmarks.workload.Task;
import org.gradus.benchmarks.workload.TaskData;
import org.gradus.benchmarks.workload.Workload;
import org.jspecify.annotations.Nullable;

/** DJL on libtorch. */
public final class Djl implements Contestant {
    private final NDManager manager;
    private final List<NDArray> x = new ArrayList<>();
    private final List<NDArray> labels = new ArrayList<>();
    private @Nullable Trainer trainer;
    private @Nullable Block block;
    private Shape sample = new Shape();

    /** Starts the engine. */
    public Djl() {
        System.setProperty("ai.djl.offline", "true");
        System.setProperty("ai.djl.pytorch.num_threads", System.getProperty("gradus.threads", "1"));
        System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
        manager = NDManager.newBaseManager();
    }

    @Override
    public String name() {
        return "DJL 0.35.1, " + Engine.getInstance().getEngineName() + " "
                + Engine.getInstance().getVersion() + ", " + System.getProperty("gradus.threads") + " threads";
    }

    @Override
    public void prepare(Task task, TaskData data) {
        SequentialBlock built = build(task.workload());
        Model model = Model.newInstance("peer");
        model.setBlock(built);
        Optimizer optimizer = switch (task.rule()) {
            case SGD_MOMENTUM ->
                Optimizer.sgd()
                        .setLearningRateTracker(
                                Tracker.fixed((float) task.rule().rate()))
                        .optMomentum(0.9f)
                        .build();
            case ADAM ->
                Optimizer.adam()
                        .optLearningRateTracker(
                                Tracker.fixed((float) task.rule().rate()))
                        .build();
        };
        Trainer made =
                model.newTrainer(new DefaultTrainingConfig(Loss.softmaxCrossEntropyLoss()).optOptimizer(optimizer));
        int[] extents = task.workload().sample();
        long[] shape = new long[extents.length + 1];
        shape[0] = task.batch();
        for (int i = 0; i < extents.length; i++) {
            shape[i + 1] = extents[i];
        }
        made.initialize(new Shape(shape));
        load(built, data.weights());
        data.x().forEach(values -> x.add(manager.create(values, new Shape(shape))));
        data.labels().forEach(values -> labels.add(manager.create(values).toType(DataType.INT64, false)));
        shape[0] = 1;
        sample = new Shape(shape);
        trainer = made;
        block = built;
    }

    /** DJL's parameters come in the order of the blocks; running statistics are not trained and stay out. */
    private static void load(Block block, List<float[]> weights) {
        int next = 0;
        for (var pair : block.getParameters()) {
            Parameter parameter = pair.getValue();
            if (parameter.getType() != Parameter.Type.RUNNING_MEAN
                    && parameter.getType() != Parameter.Type.RUNNING_VAR) {
                NDArray array = parameter.getArray();
                float[] values = weights.get(next++);
                if (values.length != array.size()) {
                    throw new IllegalStateException(
                            pair.getKey() + " has " + array.getShape() + ", not " + values.length);
                }
                array.set(values);
            }
        }
        if (next != weights.size()) {
            throw new IllegalStateException("the model has " + next + " parameters, not " + weights.size());
        }
    }

    private static SequentialBlock build(Workload workload) {
        return switch (workload) {
            case W1 ->
                new SequentialBlock()
                        .add(linear(512))
                        .add(Activation::relu)
                        .add(linear(256))
                        .add(Activation::relu)
                        .add(linear(Workload.CLASSES));
            case W2 -> cnn(false);
            case W2BN -> cnn(true);
            case W3 -> resNet();
        };
    }

    private static SequentialBlock cnn(boolean norm) {
        SequentialBlock block = new SequentialBlock();
        for (int channels : new int[] {32, 64}) {
            block.add(conv(channels, 3, 1, !norm));
            if (norm) {
                block.add(norm());
            }
            block.add(Activation::relu).add(Pool.maxPool2dBlock(new Shape(2, 2), new Shape(2, 2)));
        }
        return block.add(Blocks.batchFlattenBlock())
                .add(linear(128))
                .add(Activation::relu)
                .add(linear(Workload.CLASSES));
    }

    private static SequentialBlock resNet() {
        SequentialBlock block =
                new SequentialBlock().add(conv(16, 3, 1, false)).add(norm()).add(Activation::relu);
        for (int stage = 0; stage < 3; stage++) {
            int channels = 16 << stage;
            int stride = stage > 0 ? 2 : 1;
            SequentialBlock body = new SequentialBlock()
                    .add(conv(channels, 3, stride, false))
                    .add(norm())
                    .add(Activation::relu)
                    .add(conv(channels, 3, 1, false))
                    .add(norm());
            SequentialBlock shortcut = new SequentialBlock();
            if (stage > 0) {
                shortcut.add(conv(channels, 1, stride, false)).add(norm());
            } else {
                shortcut.add(Blocks.identityBlock());
            }
            block.add(new ParallelBlock(
                    outputs -> new NDList(Activation.relu(
                            outputs.get(0).head().add(outputs.get(1).head()))),
                    List.of(body, shortcut)));
        }
        return block.add(new LambdaBlock(
                        inputs -> new NDList(
                                inputs.singletonOrThrow().mean(new int[] {3}).mean(new int[] {2})),
                        "mean"))
                .add(linear(Workload.CLASSES));
    }

    private static Block linear(int units) {
        return Linear.builder().setUnits(units).build();
    }

    private static Block norm() {
        return BatchNorm.builder().optEpsilon(1e-5f).optMomentum(0.9f).build();
    }

    private static Block conv(int channels, int kernel, int stride, boolean bias) {
        return Conv2d.builder()
                .setKernelShape(new Shape(kernel, kernel))
                .setFilters(channels)
                .optStride(new Shape(stride, stride))
                .optPadding(new Shape(kernel / 2, kernel / 2))
                .optBias(bias)
                .build();
    }

    @Override
    public float step(int batch) {
        Trainer t = trainer;
        if (t == null) {
            throw new IllegalStateException("not prepared");
        }
        try (GradientCollector collector = t.newGradientCollector();
                NDList inputs = new NDList(x.get(batch).duplicate())) {
            NDList outputs = t.forward(inputs);
            NDArray loss = t.getLoss().evaluate(new NDList(labels.get(batch)), outputs);
            collector.backward(loss);
            float value = loss.getFloat();
            outputs.close();
            loss.close();
            t.step();
            return value;
        }
    }

    @Override
    public float[] answer(float[] values) {
        Block b = block;
        if (b == null) {
            throw new IllegalStateException("not prepared");
        }
        try (NDManager own = manager.newSubManager()) {
            NDList outputs = b.forward(new ParameterStore(own, false), new NDList(own.create(values, sample)), false);
            return outputs.singletonOrThrow().toFloatArray();
        }
    }
}
