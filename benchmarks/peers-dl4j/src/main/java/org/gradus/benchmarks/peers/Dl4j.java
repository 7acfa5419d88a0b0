package org.gradus.benchmarks.peers;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.gradus.benchmarks.workload.Contestant;
import org.gradus.benchmarks.workload.Task;
import org.gradus.benchmarks.workload.TaskData;
import org.gradus.benchmarks.workload.Workload;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/**
 * DL4J. It has no plain momentum, so SGD runs with Nesterov's, which is as much work; the losses of such a task differ from the
 * others' after the first steps.
 */
public final class Dl4j implements Contestant {
    private final List<INDArray> x = new ArrayList<>();
    private final List<INDArray> labels = new ArrayList<>();
    private @Nullable ComputationGraph model;
    private long[] sample = {};

    /** Made by name. */
    public Dl4j() {}

    @Override
    public String name() {
        return "DL4J 1.0.0-M2.1, " + System.getProperty("gradus.threads") + " threads";
    }

    @Override
    public void prepare(Task task, TaskData data) {
        IUpdater updater = task.rule() == Task.Rule.ADAM
                ? new Adam(task.rule().rate(), 0.9, 0.999, 1e-8)
                : new Nesterovs(task.rule().rate(), 0.9);
        Graph graph = new Graph(updater);
        List<String> layers = switch (task.workload()) {
            case W1 -> graph.mlp();
            case W2 -> graph.cnn(false);
            case W2BN -> graph.cnn(true);
            case W3 -> graph.resNet();
        };
        ComputationGraph built = new ComputationGraph(graph.builder.build());
        built.init();
        Iterator<float[]> weights = data.weights().iterator();
        for (String layer : layers) {
            load(built, layer, weights);
        }
        if (weights.hasNext()) {
            throw new IllegalStateException("weights are left over");
        }
        int[] extents = task.workload().sample();
        long[] shape = new long[extents.length + 1];
        shape[0] = task.batch();
        for (int i = 0; i < extents.length; i++) {
            shape[i + 1] = extents[i];
        }
        data.x().forEach(values -> x.add(Nd4j.create(values, shape, 'c')));
        data.labels().forEach(classes -> {
            INDArray rows = Nd4j.zeros(classes.length, Workload.CLASSES);
            for (int i = 0; i < classes.length; i++) {
                rows.putScalar(i, classes[i], 1f);
            }
            labels.add(rows);
        });
        sample = shape.clone();
        sample[0] = 1;
        model = built;
    }

    private static void load(ComputationGraph built, String layer, Iterator<float[]> weights) {
        var table = built.getLayer(layer).paramTable();
        for (String key : new String[] {"W", "gamma", "b", "beta"}) {
            INDArray own = table.get(key);
            if (own == null) {
                continue;
            }
            float[] values = weights.next();
            if (values.length != own.length()) {
                throw new IllegalStateException(
                        layer + " " + key + " has " + own.length() + " numbers, not " + values.length);
            }
            boolean matrix = key.equals("W") && own.rank() == 2;
            INDArray given = matrix
                    ? Nd4j.create(values, new long[] {own.size(1), own.size(0)}, 'c')
                            .transpose()
                    : Nd4j.create(values, own.shape(), 'c');
            own.assign(given);
        }
    }

    /** The models as graphs; each method names the layers with parameters in the common order. */
    private static final class Graph {
        final ComputationGraphConfiguration.GraphBuilder builder;
        private final List<String> layers = new ArrayList<>();
        private int names;

        Graph(IUpdater updater) {
            builder = new NeuralNetConfiguration.Builder()
                    .updater(updater)
                    .convolutionMode(ConvolutionMode.Truncate)
                    .graphBuilder()
                    .addInputs("x");
        }

        List<String> mlp() {
            builder.setInputTypes(InputType.feedForward(784));
            return output(dense(dense("x", 512), 256));
        }

        List<String> cnn(boolean norm) {
            builder.setInputTypes(InputType.convolutional(28, 28, 1));
            String last = "x";
            for (int channels : new int[] {32, 64}) {
                last = pool(convolution(last, channels, 3, 1, norm, true));
            }
            return output(dense(last, 128));
        }

        List<String> resNet() {
            builder.setInputTypes(InputType.convolutional(32, 32, 3));
            String last = convolution("x", 16, 3, 1, true, true);
            for (int stage = 0; stage < 3; stage++) {
                int channels = 16 << stage;
                int stride = stage > 0 ? 2 : 1;
                String body = convolution(last, channels, 3, stride, true, true);
                body = convolution(body, channels, 3, 1, true, false);
                String shortcut = stage > 0 ? convolution(last, channels, 1, stride, true, false) : last;
                String sum = "sum" + names++;
                builder.addVertex(sum, new ElementWiseVertex(ElementWiseVertex.Op.Add), body, shortcut);
                last = "relu" + names++;
                builder.addLayer(
                        last,
                        new ActivationLayer.Builder()
                                .activation(Activation.RELU)
                                .build(),
                        sum);
            }
            String mean = "mean" + names++;
            builder.addLayer(mean, new GlobalPoolingLayer.Builder(PoolingType.AVG).build(), last);
            return output(mean);
        }

        private String dense(String input, int units) {
            String name = "dense" + names++;
            builder.addLayer(
                    name,
                    new DenseLayer.Builder()
                            .nOut(units)
                            .activation(Activation.RELU)
                            .build(),
                    input);
            layers.add(name);
            return name;
        }

        private String convolution(String input, int channels, int kernel, int stride, boolean norm, boolean relu) {
            String name = "conv" + names++;
            Activation after = relu ? Activation.RELU : Activation.IDENTITY;
            builder.addLayer(
                    name,
                    new ConvolutionLayer.Builder(kernel, kernel)
                            .nOut(channels)
                            .stride(stride, stride)
                            .padding(kernel / 2, kernel / 2)
                            .hasBias(!norm)
                            .activation(norm ? Activation.IDENTITY : after)
                            .build(),
                    input);
            layers.add(name);
            if (!norm) {
                return name;
            }
            String normed = "norm" + names++;
            builder.addLayer(
                    normed,
                    new BatchNormalization.Builder()
                            .eps(1e-5)
                            .decay(0.9)
                            .activation(after)
                            .build(),
                    name);
            layers.add(normed);
            return normed;
        }

        private String pool(String input) {
            String name = "pool" + names++;
            builder.addLayer(
                    name,
                    new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX)
                            .kernelSize(2, 2)
                            .stride(2, 2)
                            .build(),
                    input);
            return name;
        }

        private List<String> output(String input) {
            builder.addLayer(
                    "last",
                    new OutputLayer.Builder(LossFunctions.LossFunction.MCXENT)
                            .nOut(Workload.CLASSES)
                            .activation(Activation.SOFTMAX)
                            .build(),
                    input);
            layers.add("last");
            builder.setOutputs("last");
            return layers;
        }
    }

    @Override
    public float step(int batch) {
        ComputationGraph graph = prepared();
        graph.fit(new INDArray[] {x.get(batch)}, new INDArray[] {labels.get(batch)});
        return (float) graph.score();
    }

    /** The logarithms of the probabilities; a graph of DL4J serves one caller at a time. */
    @Override
    public synchronized float[] answer(float[] values) {
        float[] outputs =
                prepared().outputSingle(Nd4j.create(values, sample, 'c')).toFloatVector();
        for (int i = 0; i < outputs.length; i++) {
            outputs[i] = (float) StrictMath.log(outputs[i]);
        }
        return outputs;
    }

    private ComputationGraph prepared() {
        ComputationGraph graph = model;
        if (graph == null) {
            throw new IllegalStateException("not prepared");
        }
        return graph;
    }
}
