package org.gradus.benchmarks.workload;

import java.util.ArrayList;
import java.util.List;
import org.gradus.core.Indices;
import org.gradus.core.Parameter;
import org.gradus.core.Pass;
import org.gradus.core.Rng;
import org.gradus.core.Scope;
import org.gradus.core.Shape;
import org.gradus.core.Tensor;
import org.gradus.core.TensorLayer;
import org.gradus.core.backend.Backends;
import org.gradus.nn.Sequential;
import org.gradus.optim.Optimizer;
import org.gradus.optim.rule.Adam;
import org.gradus.optim.rule.Sgd;
import org.gradus.optim.schedule.Schedule;

/** Gradus itself. */
public final class Gradus implements Contestant {
    private final List<Tensor> x = new ArrayList<>();
    private final List<Indices> labels = new ArrayList<>();
    private TensorLayer model = new Sequential();
    private Optimizer optimizer = Optimizer.of(model, Sgd.defaults(), Schedule.constant(0));
    private int[] sample = {};
    private long steps;

    /** Made by name. */
    public Gradus() {}

    @Override
    public String name() {
        return "Gradus, " + Backends.current().description();
    }

    @Override
    public void prepare(Task task, TaskData data) {
        model = task.workload().build(task);
        List<Parameter> parameters = model.parameters();
        for (int i = 0; i < parameters.size(); i++) {
            Parameter parameter = parameters.get(i);
            parameter.assign(Tensor.wrap(parameter.shape(), data.weights().get(i)));
        }
        int[] shape = task.workload().sample();
        int[] batch = new int[shape.length + 1];
        batch[0] = task.batch();
        System.arraycopy(shape, 0, batch, 1, shape.length);
        x.clear();
        labels.clear();
        data.x().forEach(values -> x.add(Tensor.wrap(Shape.of(batch), values)));
        data.labels().forEach(values -> labels.add(Indices.of(values)));
        batch[0] = 1;
        sample = batch;
        Schedule rate = Schedule.constant(task.rule().rate());
        optimizer = switch (task.rule()) {
            case SGD_MOMENTUM -> Optimizer.of(model, Sgd.defaults().withMomentum(0.9), rate);
            case ADAM -> Optimizer.of(model, Adam.defaults(), rate);
        };
        steps = 0;
    }

    @Override
    public float step(int batch) {
        return Scope.run(() -> scopedStep(batch));
    }

    private float scopedStep(int batch) {
        Tensor loss =
                model.forward(x.get(batch), Pass.training(Rng.of(1), steps++)).crossEntropy(labels.get(batch));
        optimizer.step(loss.backward());
        return loss.item();
    }

    @Override
    public float[] answer(float[] values) {
        return model.predict(Tensor.wrap(Shape.of(sample), values)).toArray();
    }
}
