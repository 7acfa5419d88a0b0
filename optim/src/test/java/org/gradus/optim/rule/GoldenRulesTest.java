package org.gradus.optim.rule;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.gradus.core.Gradients;
import org.gradus.core.Parameter;
import org.gradus.core.Tensor;
import org.gradus.optim.Optimizer;
import org.gradus.optim.OptimizerOptions;
import org.gradus.optim.Weights;
import org.gradus.optim.schedule.Schedule;
import org.gradus.testkit.Golden;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Trajectories of PyTorch in float64; see tools/golden/optim.py. */
class GoldenRulesTest {
    private static final int STEPS = 50;
    private static final OptimizerOptions DECAY_ALL =
            OptimizerOptions.defaults().withDecayAll(true);

    static Stream<RuleCase.GoldenCase> goldens() {
        return RuleCase.all().flatMap(c -> c.goldens().stream());
    }

    /** The rate changes at every step (C7), and the bias lacks a gradient in two of them, which stops its own count (C13). */
    @ParameterizedTest
    @MethodSource("goldens")
    void recordedGradientsLeadWhereTheyLeadPyTorch(RuleCase.GoldenCase c) {
        Golden golden = Golden.read(getClass(), "rules/" + c.file());
        double[] rates = golden.doubles("rates").data();
        Weights model = new Weights();
        Parameter weight = model.add("weight", golden.tensor("weight"));
        Parameter bias = model.add("bias", golden.tensor("bias"));
        Optimizer optimizer = Optimizer.of(model, c.rule(), step -> rates[(int) step], DECAY_ALL);
        float[] weightGradients = golden.tensor("weight.gradients").data();
        float[] biasGradients = golden.tensor("bias.gradients").data();
        for (int step = 0; step < STEPS; step++) {
            Tensor loss = Weights.linearLoss(weight, at(weightGradients, step, weight));
            if (step != 3 && step != 7) {
                loss = loss.add(Weights.linearLoss(bias, at(biasGradients, step, bias)));
            }
            optimizer.step(loss.backward());
            if (step == 0) {
                Closeness.check(weight, golden.doubles("weight.after1").data(), 4e-6);
                Closeness.check(bias, golden.doubles("bias.after1").data(), 4e-6);
            }
        }
        optimizer.evaluate(() -> {
            Closeness.check(weight, golden.doubles("weight.after50").data(), 4e-6);
            Closeness.check(bias, golden.doubles("bias.after50").data(), 4e-6);
            return null;
        });
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void aLiveQuadraticEndsWherePyTorchEnds(RuleCase.GoldenCase c) {
        Golden golden = Golden.read(getClass(), "rules/" + c.file());
        Tensor a = golden.tensor("live.a");
        Tensor b = golden.tensor("live.b");
        Weights model = new Weights();
        Parameter x = model.add("x", Tensor.zeros(b.dim(0)));
        Optimizer optimizer = Optimizer.of(model, c.rule(), Schedule.constant(golden.number("live.rate")), DECAY_ALL);
        for (int step = 0; step < STEPS; step++) {
            Tensor ax = a.mul(x.value()).sum(1);
            Gradients gradients = ax.mul(0.5f).sub(b).mul(x.value()).sum().backward();
            optimizer.step(gradients);
        }
        optimizer.evaluate(() -> {
            Closeness.check(x, golden.doubles("live.after50").data(), 1e-5);
            return null;
        });
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void aLiveNetworkEndsWherePyTorchEnds(RuleCase.GoldenCase c) {
        Golden golden = Golden.read(getClass(), "rules/" + c.file());
        LiveProblem.Network network = network(golden);
        Weights model = new Weights();
        List<Parameter> parameters = network.parameters(model);
        double rate = golden.number("network.rate");
        Optimizer optimizer = Optimizer.of(model, c.rule(), Schedule.constant(rate), DECAY_ALL);
        for (int step = 0; step < STEPS; step++) {
            optimizer.step(network.loss(parameters).backward());
        }
        optimizer.evaluate(() -> {
            for (Parameter p : parameters) {
                String name = "network." + p.path() + ".after50";
                Closeness.norm(p, golden.doubles(name).data(), 1e-5);
            }
            return null;
        });
    }

    private static LiveProblem.Network network(Golden golden) {
        float[][] start = new float[4][];
        Arrays.setAll(start, p -> golden.tensor("network.p" + p).data());
        Tensor x = golden.tensor("network.x");
        Tensor y = golden.tensor("network.y");
        return new LiveProblem.Network(x.dim(1), start[1].length, y.dim(1), x.data(), y.data(), start);
    }

    private static Tensor at(float[] all, int step, Parameter parameter) {
        int n = parameter.shape().size();
        return Tensor.of(parameter.shape(), Arrays.copyOfRange(all, step * n, (step + 1) * n));
    }
}
