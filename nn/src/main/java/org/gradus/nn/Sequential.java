package org.gradus.nn;

import java.util.ArrayList;
import java.util.List;
import org.gradus.core.Autograd;
import org.gradus.core.Pass;
import org.gradus.core.Tensor;
import org.gradus.core.TensorLayer;

/** Layers one after the other. */
public final class Sequential extends TensorLayer {
    private final List<TensorLayer> layers = new ArrayList<>();

    /** An empty sequence, which gives its input back. */
    public Sequential() {}

    /**
     * Layers named by their position, {@code 0}, {@code 1} and so on.
     *
     * @param layers in order of application
     * @return the sequence
     */
    public static Sequential of(TensorLayer... layers) {
        Sequential sequence = new Sequential();
        for (TensorLayer layer : layers) {
            sequence.add(Integer.toString(sequence.layers.size()), layer);
        }
        return sequence;
    }

    /**
     * Appends a layer.
     *
     * @param name its name in the paths of parameters
     * @param layer the layer
     * @return this sequence
     * @throws IllegalArgumentException when the name is taken or malformed, or the layer belongs elsewhere
     */
    public Sequential add(String name, TensorLayer layer) {
        layers.add(child(name, layer));
        return this;
    }

    @Override
    protected Tensor compute(Tensor x, Pass pass) {
        Tensor value = x;
        boolean answers = !Autograd.isRecording();
        for (int i = 0; i < layers.size(); i++) {
            TensorLayer layer = layers.get(i);
            // where no gradient will ask for what is between them, a convolution stores what the pooling leaves alone
            if (answers
                    && layer instanceof Conv2d convolution
                    && convolution.isRectified()
                    && i + 1 < layers.size()
                    && layers.get(i + 1) instanceof MaxPool2d pool) {
                value = convolution.pooled(value, pool.window());
                i++;
            } else {
                value = layer.forward(value, pass);
            }
        }
        return value;
    }

    /** The layers, a line each. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("Sequential");
        children()
                .forEach((name, layer) ->
                        text.append("\n  ").append(name).append(": ").append(layer));
        return text.toString();
    }
}
