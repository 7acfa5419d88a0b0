package org.gradus.optim.landscape;

import java.util.List;
import org.gradus.core.Autograd;
import org.gradus.core.Layer;
import org.gradus.core.Parameter;
import org.gradus.core.Tensor;
import org.gradus.optim.gradient.Objective;
import org.gradus.optim.gradient.ParameterVector;

/** Evaluates an objective at {@code θ + Σ aᵢ·dᵢ} for several directions; {@link #end()} puts the model back. */
final class Excursion {
    private final Objective objective;
    private final List<Direction> directions;
    private final Snapshot before;

    Excursion(Layer model, Objective objective, List<Direction> directions) {
        this.objective = objective;
        this.directions = directions;
        this.before = Snapshot.of(model, List.of());
        for (Direction direction : directions) {
            direction.weights().entries().forEach(entry -> before.weights(entry.parameter()));
        }
    }

    double loss(double... at) {
        for (Direction direction : directions) {
            reset(direction);
        }
        for (int i = 0; i < at.length; i++) {
            if (at[i] != 0) {
                move(directions.get(i), (float) at[i]);
            }
        }
        return Autograd.noGradient(() -> (double) objective.loss(true).item());
    }

    private void reset(Direction direction) {
        for (ParameterVector.Entry entry : direction.weights().entries()) {
            Parameter parameter = entry.parameter();
            float[] saved = before.weights(parameter);
            System.arraycopy(saved, 0, parameter.update(), 0, saved.length);
            parameter.update(); // as Optimizer does, for the sake of other threads
        }
        direction.buffers().keySet().forEach(buffer -> buffer.assign(before.value(buffer)));
    }

    private static void move(Direction direction, float distance) {
        for (ParameterVector.Entry entry : direction.weights().entries()) {
            float[] d = entry.tensor().data();
            float[] w = entry.parameter().update();
            for (int i = 0; i < w.length; i++) {
                w[i] += distance * d[i];
            }
        }
        direction.buffers().forEach((buffer, tensor) -> {
            Tensor moved = tensor.mul(distance);
            buffer.assign(buffer.value().add(moved));
        });
    }

    void end() {
        before.restore();
    }
}
