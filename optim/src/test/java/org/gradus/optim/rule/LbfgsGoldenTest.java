package org.gradus.optim.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.gradus.core.Parameter;
import org.gradus.core.Tensor;
import org.gradus.optim.Optimizer;
import org.gradus.optim.Weights;
import org.gradus.optim.schedule.Schedule;
import org.gradus.testkit.Golden;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Steps of PyTorch's L-BFGS in float64; see tools/golden/optim_lbfgs.py. */
class LbfgsGoldenTest {
    private static final int STEPS = 4;
    private static final Lbfgs SHORT = Lbfgs.defaults().withLimits(3, 25);
    private static final Lbfgs FORGETFUL = Lbfgs.defaults().withHistory(2).withLimits(2, 3);

    /** The settings that have references here. */
    static List<UpdateRule> settings() {
        return List.of(SHORT, FORGETFUL, Lbfgs.defaults());
    }

    private record Case(String problem, String setting, Lbfgs rule, double rate) {}

    static Stream<Case> cases() {
        return Stream.of("quadratic", "rosenbrock", "network")
                .flatMap(problem -> Stream.of(
                        new Case(problem, "short", SHORT, 1),
                        new Case(problem, "forgetful", FORGETFUL, 0.5),
                        new Case(problem, "whole", Lbfgs.defaults(), 1)));
    }

    private static Supplier<Tensor> objective(Case c, Golden golden, List<Parameter> p) {
        return switch (c.problem) {
            case "quadratic" ->
                () -> {
                    Tensor x = p.get(0).value().sub(golden.tensor("goal"));
                    return golden.tensor("a").mul(x).sum(1).mul(x).sum().mul(0.5f);
                };
            case "rosenbrock" ->
                () -> {
                    Tensor x = p.get(0).value().slice(0, 0, 1);
                    Tensor y = p.get(0).value().slice(0, 1, 2);
                    return y.sub(x.square())
                            .square()
                            .mul(100f)
                            .add(x.sub(1f).square())
                            .sum();
                };
            default ->
                () -> golden.tensor("x")
                        .linear(p.get(0).value(), p.get(1).value())
                        .tanh()
                        .linear(p.get(2).value(), p.get(3).value())
                        .sub(golden.tensor("y"))
                        .square()
                        .mean();
        };
    }

    @ParameterizedTest
    @MethodSource("cases")
    void stepsLeadWhereTheyLeadPyTorch(Case c) {
        Golden golden = Golden.read(getClass(), "lbfgs/" + c.problem + "-" + c.setting);
        Weights model = new Weights();
        List<Parameter> parameters = new ArrayList<>();
        for (int i = 0; i < (c.problem.equals("network") ? 4 : 1); i++) {
            parameters.add(model.add("p" + i, golden.tensor("p" + i)));
        }
        Optimizer optimizer = Optimizer.of(model, c.rule, Schedule.constant(c.rate));
        Supplier<Tensor> objective = objective(c, golden, parameters);
        int[] evaluations = new int[1];
        for (int step = 0; step < STEPS; step++) {
            optimizer.step(again -> {
                evaluations[0]++;
                return objective.get();
            });
            // Rounding grows with each line search: PyTorch's own float32 run tells by how much.
            double bound = 1e-6 + 10 * golden.number("float32.after" + step);
            double difference = 0;
            double size = 0;
            for (Parameter parameter : parameters) {
                double[] should =
                        golden.doubles(parameter.path() + ".after" + step).data();
                float[] is = parameter.value().data();
                for (int i = 0; i < is.length; i++) {
                    difference += Math.pow(is[i] - should[i], 2);
                    size += should[i] * should[i];
                }
            }
            assertThat(Math.sqrt(difference / size)).as("step %d", step).isLessThanOrEqualTo(bound);
            if (bound < 1e-2) {
                assertThat(evaluations[0]).as("evaluations").isEqualTo((int) golden.number("evaluations.after" + step));
            }
        }
    }
}
