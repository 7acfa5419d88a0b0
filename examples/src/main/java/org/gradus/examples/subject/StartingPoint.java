package org.gradus.examples.subject;

import java.io.IOException;
import java.io.PrintStream;
import java.util.Locale;
import org.gradus.core.Pass;
import org.gradus.core.Rng;
import org.gradus.core.Shape;
import org.gradus.core.Tensor;
import org.gradus.core.backend.Window;
import org.gradus.data.Split;
import org.gradus.data.Standardizer;
import org.gradus.examples.digits.DigitsData;
import org.gradus.nn.Activation;
import org.gradus.nn.BatchNorm2d;
import org.gradus.nn.Conv2d;
import org.gradus.nn.Linear;
import org.gradus.nn.Sequential;
import org.gradus.nn.WeightInit;

/** Section 6 of the subject: initial weights, standardized data and normalised layers. */
public final class StartingPoint {
    static final int LAYERS = 10;
    static final int WIDTH = 256;

    private static final int SAMPLES = 64;
    private static final int CHANNELS = 16;
    private static final WeightInit UNIT_NORMAL = fans -> (shape, rng) -> rng.normal(shape.size());

    private StartingPoint() {}

    /**
     * Runs the program.
     *
     * @param args none
     * @throws IOException when the digits are missing
     */
    public static void main(String[] args) throws IOException {
        show(System.out);
    }

    static void show(PrintStream out) throws IOException {
        weights(out);
        preprocessing(out);
        normalisation(out);
    }

    private static void weights(PrintStream out) {
        double[] unit = throughLinear(UNIT_NORMAL);
        double[] xavier = throughLinear(WeightInit.xavierNormal());
        double[] he = throughLinear(WeightInit.heNormal());
        out.printf("Mean square of activations after %d ReLU layers of width %d, from 1:%n", LAYERS, WIDTH);
        out.printf(Locale.ROOT, "  unit normal: %.3g%n", unit[LAYERS]);
        out.printf(Locale.ROOT, "  Xavier: %.3g%n", xavier[LAYERS]);
        out.printf(Locale.ROOT, "  He: %.3g%n", he[LAYERS]);
        out.println("layer by layer, as a power of 10 (u: unit normal, x: Xavier, h: He):");
        out.print(Chart.of("uxh", 10, Chart.log(unit), Chart.log(xavier), Chart.log(he)));
    }

    private static double[] throughLinear(WeightInit init) {
        Tensor x = Tensor.of(Shape.of(SAMPLES, WIDTH), Rng.of(1).normal(SAMPLES * WIDTH));
        double[] squares = new double[LAYERS + 1];
        squares[0] = x.square().mean().item();
        for (int i = 1; i <= LAYERS; i++) {
            Linear layer = new Linear(WIDTH, WIDTH, Activation.RELU, false, init);
            layer.initialize(i);
            x = layer.predict(x);
            squares[i] = x.square().mean().item();
        }
        return squares;
    }

    private static void preprocessing(PrintStream out) throws IOException {
        Split split = DigitsData.digits(DigitsData.Cut.WRITER, 1);
        Standardizer fitted = Standardizer.global(split.train().features());
        Tensor train = fitted.apply(split.train().features());
        Tensor test = fitted.apply(split.test().features());
        out.printf("%nPixels of the digits:%n");
        moments(out, "raw", split.train().features());
        moments(out, "training part", train);
        moments(out, "test part", test);
    }

    private static void moments(PrintStream out, String name, Tensor x) {
        double mean = x.mean().item();
        double deviation = x.std(0, false).item();
        out.printf(Locale.ROOT, "  %s: mean %.3f, deviation %.3f%n", name, Math.abs(mean) < 5e-4 ? 0 : mean, deviation);
    }

    private static void normalisation(PrintStream out) throws IOException {
        Tensor images = DigitsData.digits().range(0, SAMPLES).features();
        out.printf("%nMean square after %d convolutions whose weights are unit normal:%n", LAYERS);
        out.printf(Locale.ROOT, "  without normalisation: %.3g%n", throughConvolutions(images, false));
        out.printf(Locale.ROOT, "  with BatchNorm2d: %.3g%n", throughConvolutions(images, true));
    }

    private static double throughConvolutions(Tensor images, boolean normalised) {
        Window window = Window.square(3).pad(1);
        Sequential network = new Sequential();
        for (int i = 0; i < LAYERS; i++) {
            int in = i == 0 ? 1 : CHANNELS;
            network.add("conv" + i, new Conv2d(in, CHANNELS, window, 1, Activation.IDENTITY, false, UNIT_NORMAL));
            if (normalised) {
                network.add("norm" + i, new BatchNorm2d(CHANNELS));
            }
            network.add("relu" + i, Activation.RELU.layer());
        }
        network.initialize(1);
        return network.forward(images, Pass.training(Rng.of(1), 0))
                .square()
                .mean()
                .item();
    }
}
