package demo;

import org.gradus.core.Gradients;
import org.gradus.core.Indices;
import org.gradus.core.Parameter;
import org.gradus.core.Pass;
import org.gradus.core.Rng;
import org.gradus.core.Shape;
import org.gradus.core.Tensor;
import org.gradus.core.backend.Backends;
import org.gradus.nn.Activation;
import org.gradus.nn.Linear;
import org.gradus.nn.Sequential;
import org.gradus.nn.SoftmaxCrossEntropy;

/** Teaches a small network exclusive or, by plain gradient descent. */
public final class Main {
    private static final int STEPS = 200;
    private static final float RATE = 0.5f;

    private Main() {}

    /**
     * Trains and prints.
     *
     * @param args none
     */
    public static void main(String[] args) {
        Tensor x = Tensor.of(Shape.of(4, 2), 0, 0, 0, 1, 1, 0, 1, 1);
        Indices y = Indices.of(0, 1, 1, 0);
        Sequential network = Sequential.of(new Linear(2, 16, Activation.TANH), new Linear(16, 2));
        network.initialize(1);
        SoftmaxCrossEntropy crossEntropy = new SoftmaxCrossEntropy();
        Rng rng = Rng.of(1);
        float first = Float.NaN;
        float last = Float.NaN;
        for (int step = 0; step < STEPS; step++) {
            Tensor loss = crossEntropy.of(network.forward(x, Pass.training(rng, step)), y);
            descend(network, loss.backward());
            last = loss.item();
            if (step == 0) {
                first = last;
            }
        }
        System.out.println("backend: " + Backends.current().description());
        Indices answers = network.predict(x).argMax(1);
        for (int i = 0; i < 4; i++) {
            System.out.println((int) x.at(i, 0) + " xor " + (int) x.at(i, 1) + " = " + answers.data()[i]);
        }
        System.out.println("loss: from " + first + " to " + last);
    }

    private static void descend(Sequential network, Gradients gradients) {
        for (Parameter parameter : network.parameters()) {
            parameter.assign(
                    parameter.value().detach().sub(gradients.of(parameter).mul(RATE)));
        }
    }
}
