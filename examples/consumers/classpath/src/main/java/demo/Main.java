package demo;

import java.util.Locale;
import org.gradus.core.Autograd;
import org.gradus.core.Initializer;
import org.gradus.core.Parameter;
import org.gradus.core.Pass;
import org.gradus.core.Shape;
import org.gradus.core.Tensor;
import org.gradus.core.TensorLayer;
import org.gradus.core.backend.Backends;
import org.gradus.optim.Optimizer;
import org.gradus.optim.rule.Sgd;
import org.gradus.optim.schedule.Schedule;

/** Fits the line of least squares through four points by gradient descent. */
public final class Main {
    private static final int STEPS = 500;
    private static final double RATE = 0.05;

    private Main() {}

    /**
     * Fits and prints.
     *
     * @param args none
     */
    public static void main(String[] args) {
        Tensor x = Tensor.of(Shape.of(4, 1), 0, 1, 2, 3);
        Tensor y = Tensor.of(Shape.of(4, 1), 1, 3, 4, 8);
        Line line = new Line();
        line.initialize(1);
        Optimizer optimizer = Optimizer.of(line, Sgd.defaults().withMomentum(0.9), Schedule.constant(RATE));
        Tensor loss = loss(line, x, y);
        for (int step = 0; step < STEPS; step++) {
            optimizer.step(loss.backward());
            loss = loss(line, x, y);
        }
        System.out.println("backend: " + Backends.current().description());
        System.out.println(String.format(
                Locale.ROOT,
                "y = %.4f x + %.4f",
                line.slope.value().item(),
                line.intercept.value().item()));
        System.out.println(String.format(Locale.ROOT, "mean square: %.4f", loss.item()));
        float six = Autograd.noGradient(
                () -> line.predict(Tensor.of(Shape.of(1, 1), 6)).item());
        System.out.println(String.format(Locale.ROOT, "at 6: %.3f", six));
    }

    private static Tensor loss(Line line, Tensor x, Tensor y) {
        return line.forward(x, Pass.inference()).sub(y).square().mean();
    }

    private static final class Line extends TensorLayer {
        private final Parameter slope = parameter("slope", Shape.of(1, 1), Initializer.constant(0));
        private final Parameter intercept = parameter("intercept", Shape.of(1), Initializer.constant(0));

        @Override
        protected Tensor compute(Tensor x, Pass pass) {
            return x.linear(slope.value(), intercept.value());
        }
    }
}
