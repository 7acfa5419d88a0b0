package org.gradus.examples.subject;

import java.io.IOException;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.gradus.core.Autograd;
import org.gradus.core.Gradients;
import org.gradus.core.NonFiniteException;
import org.gradus.core.Pass;
import org.gradus.core.Rng;
import org.gradus.core.Tensor;
import org.gradus.data.Dataset;
import org.gradus.data.Standardizer;
import org.gradus.examples.digits.DigitsData;
import org.gradus.nn.Activation;
import org.gradus.nn.Linear;
import org.gradus.nn.Sequential;
import org.gradus.nn.WeightInit;
import org.gradus.optim.Optimizer;
import org.gradus.optim.landscape.PowerIteration;
import org.gradus.optim.rule.Sgd;
import org.gradus.optim.schedule.Schedule;

/** Section 1 of the subject: why optimization is difficult. */
public final class Curvature {
    private static final int STEPS = 200;
    private static final int LAYERS = 10;
    private static final int DEEP = 60;
    private static final int WIDTH = 64;

    private Curvature() {}

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
        saddle(out);
        greatestRate(out);
        vanishing(out);
        exploding(out);
        seeds(out);
        Difficulties.show(out);
    }

    private static void saddle(PrintStream out) {
        Function<List<Tensor>, Tensor> saddle =
                x -> x.get(0).square().mul(Tensor.of(1f, -1f)).sum();
        out.println("x^2 - y^2 at (0, 0), where the gradient is 0:");
        out.printf(Locale.ROOT, "  curvature along x: %.1f%n", curvature(saddle, Tensor.zeros(2), Tensor.of(1f, 0f)));
        out.printf(Locale.ROOT, "  curvature along y: %.1f%n", curvature(saddle, Tensor.zeros(2), Tensor.of(0f, 1f)));
    }

    private static double curvature(Function<List<Tensor>, Tensor> f, Tensor at, Tensor direction) {
        Tensor product = Autograd.hessianVectorProduct(f, List.of(at), List.of(direction))
                .get(0);
        return product.mul(direction).sum().item();
    }

    /** Least squares on the pixels of the digits: a quadratic, whose Hessian is the same everywhere. */
    private static void greatestRate(PrintStream out) throws IOException {
        Dataset digits = DigitsData.digits();
        Tensor pixels =
                Standardizer.global(digits.features()).apply(digits.features()).flatten(1);
        float[] labels = new float[digits.size()];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = digits.labels().data()[i];
        }
        Tensor targets = Tensor.of(labels).sub(Tensor.of(labels).mean());
        Function<Tensor, Tensor> error =
                w -> pixels.matmul(w).sub(targets).square().mean().mul(0.5f);

        Point at = new Point(new float[WIDTH]);
        double greatest = PowerIteration.defaults()
                .largest(at, again -> error.apply(at.value()))
                .value();

        out.printf(Locale.ROOT, "%nLeast squares on the digits: greatest curvature %.3f%n", greatest);
        out.printf(
                Locale.ROOT,
                "  error before: %.3f%n",
                error.apply(Tensor.zeros(WIDTH)).item());
        for (double share : new double[] {1.9, 2.1}) {
            Point weights = new Point(new float[WIDTH]);
            Optimizer optimizer = Optimizer.of(weights, Sgd.defaults(), Schedule.constant(share / greatest));
            for (int i = 0; i < STEPS; i++) {
                optimizer.step(error.apply(weights.value()).backward());
            }
            double after = error.apply(weights.value()).item();
            out.printf(Locale.ROOT, "  error after %d steps of rate %.1f / curvature: %.3g%n", STEPS, share, after);
        }
    }

    private static void vanishing(PrintStream out) {
        double[] sigmoid = gradientNorms(Activation.SIGMOID);
        double[] relu = gradientNorms(Activation.RELU);
        out.printf("%nNorm of the gradient, first layer to last, as a power of 10 (s: sigmoid, r: ReLU):%n");
        out.print(Chart.of("sr", 8, Chart.log(sigmoid), Chart.log(relu)));
        out.printf(Locale.ROOT, "  last / first: sigmoid %.3g, ReLU %.3g%n", growth(sigmoid), growth(relu));
    }

    private static double growth(double[] norms) {
        return norms[norms.length - 1] / norms[0];
    }

    private static double[] gradientNorms(Activation activation) {
        Sequential network = new Sequential();
        for (int i = 0; i < LAYERS; i++) {
            network.add("layer" + i, new Linear(WIDTH, WIDTH, activation));
        }
        network.initialize(1);
        Tensor x = Tensor.of(Rng.of(1).normal(WIDTH)).unsqueeze(0);
        Gradients gradients =
                network.forward(x, Pass.inference()).square().mean().backward();
        return network.parameters().stream()
                .filter(parameter -> parameter.name().equals("weight"))
                .mapToDouble(weight -> gradients.of(weight).norm().item())
                .toArray();
    }

    private static void exploding(PrintStream out) {
        WeightInit tooLarge = fans -> (shape, rng) -> rng.normal(shape.size());
        Sequential network = new Sequential();
        for (int i = 0; i < DEEP; i++) {
            network.add("layer" + i, new Linear(WIDTH, WIDTH, Activation.RELU, false, tooLarge));
        }
        network.initialize(1);
        Tensor x = Tensor.ones(1, WIDTH);
        out.printf(Locale.ROOT, "%n%d layers with too large weights:%n", DEEP);
        try {
            Autograd.checkFinite(() -> network.forward(x, Pass.inference()));
        } catch (NonFiniteException e) {
            out.println("  " + e.getMessage());
        }
    }

    private static void seeds(PrintStream out) {
        Sequential small = new Sequential().add("in", new Linear(64, 8)).add("out", new Linear(8, 10));
        Sequential large = new Sequential()
                .add("in", new Linear(64, 8))
                .add("middle", new Linear(8, 8))
                .add("out", new Linear(8, 10));
        small.initialize(7);
        large.initialize(7);
        float[] one = small.parameters().get(2).value().toArray();
        float[] other = large.parameters().get(4).value().toArray();
        out.printf("%nThe layer 'out' starts alike in networks of 2 and 3 layers: %s%n", Arrays.equals(one, other));
        large.initialize(8);
        other = large.parameters().get(4).value().toArray();
        out.printf("With another seed: %s%n", Arrays.equals(one, other));
    }
}
