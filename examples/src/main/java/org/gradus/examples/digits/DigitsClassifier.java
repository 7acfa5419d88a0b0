package org.gradus.examples.digits;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.gradus.core.Shape;
import org.gradus.core.State;
import org.gradus.core.Tensor;
import org.gradus.core.TensorLayer;
import org.gradus.core.backend.Window;
import org.gradus.data.Standardizer;
import org.gradus.io.Safetensors;
import org.gradus.nn.Activation;
import org.gradus.nn.BatchNorm2d;
import org.gradus.nn.Conv2d;
import org.gradus.nn.Flatten;
import org.gradus.nn.Linear;
import org.gradus.nn.MaxPool2d;
import org.gradus.nn.Sequential;
import org.gradus.nn.WeightInit;
import org.gradus.regularization.Dropout;

/**
 * A small convolutional network with the standardization of its input: all that is needed to tell digits.
 *
 * @param network from standardized images to one score for each class
 * @param input what raw pixels go through first
 * @param height rows of an image
 * @param width columns of an image
 * @param classes how many classes there are
 */
record DigitsClassifier(TensorLayer network, Standardizer input, int height, int width, int classes) {
    private static final String MEAN = "input.mean";
    private static final String DEVIATION = "input.deviation";
    private static final int HIDDEN = 128;
    private static final double DROPOUT = 0.3;

    /** An untrained classifier. */
    static DigitsClassifier create(Standardizer input, int height, int width, int classes) {
        int features = 64 * (height / 4) * (width / 4);
        Sequential network = new Sequential();
        block(network, "1", 1, 32);
        block(network, "2", 32, 32);
        network.add("pool2", new MaxPool2d(2)).add("drop2", new Dropout(DROPOUT / 2));
        block(network, "3", 32, 64);
        network.add("pool3", new MaxPool2d(2))
                .add("flatten", new Flatten())
                .add("drop3", new Dropout(DROPOUT))
                .add("hidden", new Linear(features, HIDDEN, Activation.RELU))
                .add("drop4", new Dropout(DROPOUT))
                .add("out", new Linear(HIDDEN, classes));
        return new DigitsClassifier(network, input, height, width, classes);
    }

    private static void block(Sequential network, String name, int in, int out) {
        Window window = Window.square(3).pad(1);
        network.add("conv" + name, new Conv2d(in, out, window, 1, Activation.IDENTITY, false, WeightInit.heNormal()))
                .add("norm" + name, new BatchNorm2d(out))
                .add("relu" + name, Activation.RELU.layer());
    }

    /**
     * The probabilities of the classes.
     *
     * @param pixels raw images, {@code [n, 1, height, width]}
     * @return {@code [n, classes]}
     */
    Tensor probabilities(Tensor pixels) {
        return network.predict(input.apply(pixels)).softmax(1);
    }

    /** Saves everything in one file. */
    void save(Path file) throws IOException {
        Map<String, Tensor> tensors = new LinkedHashMap<>(network.state().tensors());
        tensors.put(MEAN, input.mean());
        tensors.put(DEVIATION, input.deviation());
        Safetensors.write(
                file,
                new State(tensors),
                Map.of(
                        "model",
                        "gradus digits",
                        "height",
                        Integer.toString(height),
                        "width",
                        Integer.toString(width),
                        "classes",
                        Integer.toString(classes)));
    }

    /** Reads what {@link #save} wrote. */
    static DigitsClassifier load(Path file) throws IOException {
        Safetensors saved = Safetensors.read(file);
        Map<String, Tensor> tensors = new LinkedHashMap<>(saved.state().tensors());
        Tensor mean = tensors.remove(MEAN);
        Tensor deviation = tensors.remove(DEVIATION);
        if (mean == null || deviation == null || !mean.shape().equals(Shape.of())) {
            throw new IOException(file + ": the tensors '" + MEAN + "' and '" + DEVIATION
                    + "' are missing or no scalars; expected a model that the digits program saved");
        }
        int height = size(saved, "height", file);
        int width = size(saved, "width", file);
        int classes = size(saved, "classes", file);
        DigitsClassifier classifier;
        try {
            classifier = create(new Standardizer(mean, deviation), height, width, classes);
            classifier.network.load(new State(tensors));
        } catch (IllegalArgumentException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
        return classifier;
    }

    private static int size(Safetensors saved, String key, Path file) throws IOException {
        String text = saved.metadata().getOrDefault(key, "");
        if (!text.matches("[1-9][0-9]{0,3}")) {
            throw new IOException(
                    file + ": the metadata '" + key + "' is '" + text + "'; expected a number from 1 to 9999");
        }
        return Integer.parseInt(text);
    }
}
