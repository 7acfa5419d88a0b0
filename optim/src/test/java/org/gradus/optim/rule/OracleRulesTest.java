package org.gradus.optim.rule;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.gradus.core.Parameter;
import org.gradus.core.Shape;
import org.gradus.core.Tensor;
import org.gradus.optim.Optimizer;
import org.gradus.optim.OptimizerOptions;
import org.gradus.optim.Weights;
import org.gradus.optim.schedule.Schedule;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Fifty steps of each rule beside its paper's algorithm in double. */
class OracleRulesTest {
    private static final int STEPS = 50;
    private static final int[][] SHAPES = {{3, 4}, {4}};
    private static final OptimizerOptions DECAY_ALL =
            OptimizerOptions.defaults().withDecayAll(true);

    static Stream<RuleCase.OracleCase> oracles() {
        return RuleCase.all().flatMap(c -> c.oracles().stream());
    }

    /** A problem whose gradients are given, whatever the weights. */
    private record Recorded(double[][] gradients) implements Oracle.Problem {
        @Override
        public double loss(double[][] weights) {
            double sum = 0;
            for (int p = 0; p < weights.length; p++) {
                for (int i = 0; i < weights[p].length; i++) {
                    sum += gradients[p][i] * weights[p][i];
                }
            }
            return sum;
        }

        @Override
        public double[][] gradient(double[][] weights) {
            return gradients;
        }
    }

    /** The rate changes at every step (C7), and the bias lacks a gradient in two of them, which stops its own count (C13). */
    @ParameterizedTest
    @MethodSource("oracles")
    void recordedGradientsLeadWhereThePaperSays(RuleCase.OracleCase c) {
        SplittableRandom random = new SplittableRandom(11);
        Weights model = new Weights();
        Parameter weight = model.add("weight", Weights.filled(Shape.of(SHAPES[0]), random));
        Parameter bias = model.add("bias", Weights.filled(Shape.of(SHAPES[1]), random));
        Optimizer optimizer = Optimizer.of(model, c.rule(), step -> rate(c, step), c.options(DECAY_ALL, model));
        Oracle oracle = c.start().of(SHAPES);
        double[][] weights = {doubles(weight), doubles(bias)};
        for (int step = 0; step < STEPS; step++) {
            Tensor g = Weights.filled(weight.shape(), random);
            Tensor h = Weights.filled(bias.shape(), random);
            boolean both = step != 3 && step != 7;
            optimizer.step(again -> {
                Tensor loss = Weights.linearLoss(weight, g);
                return both ? loss.add(Weights.linearLoss(bias, h)) : loss;
            });
            double[][] all = {doubles(g.data()), doubles(h.data())};
            double[][] present = {all[0], both ? all[1] : null};
            oracle.step(rate(c, step), weights, present, new Recorded(all));
        }
        double[][] forUse = oracle.forUse(weights);
        optimizer.evaluate(() -> {
            Closeness.check(weight, forUse[0], 4e-6, c.slack());
            Closeness.check(bias, forUse[1], 4e-6, c.slack());
            return null;
        });
    }

    private static double rate(RuleCase.OracleCase c, long step) {
        return c.rate() * (1 + 0.5 * StrictMath.cos((double) step));
    }

    @ParameterizedTest
    @MethodSource("oracles")
    void aLiveQuadraticEndsWhereThePaperEnds(RuleCase.OracleCase c) {
        assumeThat(c.rest()).as("the rule takes vectors").isNull();
        live(c, LiveProblem.Quadratic.random(5, 6));
    }

    static Stream<RuleCase.OracleCase> structured() {
        return StructuredRuleCases.rows().flatMap(c -> c.oracles().stream());
    }

    @ParameterizedTest
    @MethodSource("structured")
    void aLiveQuadraticOfAMatrixEndsWhereThePaperEnds(RuleCase.OracleCase c) {
        live(c, LiveProblem.Quadratic.random(5, 6).asMatrix(2));
    }

    @ParameterizedTest
    @MethodSource("oracles")
    void aLiveNetworkEndsWhereThePaperEnds(RuleCase.OracleCase c) {
        live(c, LiveProblem.Network.random(6));
    }

    private static void live(RuleCase.OracleCase c, LiveProblem problem) {
        Weights model = new Weights();
        List<Parameter> parameters = problem.parameters(model);
        Optimizer optimizer = Optimizer.of(model, c.rule(), Schedule.constant(c.rate()), c.options(DECAY_ALL, model));
        Oracle oracle = c.start().of(problem.shapes());
        double[][] weights = parameters.stream().map(OracleRulesTest::doubles).toArray(double[][]::new);
        for (int step = 0; step < STEPS; step++) {
            optimizer.step(again -> problem.loss(parameters));
            oracle.step(c.rate(), weights, problem.gradient(weights), problem);
        }
        double[][] forUse = oracle.forUse(weights);
        optimizer.evaluate(() -> {
            for (int p = 0; p < forUse.length; p++) {
                Closeness.norm(parameters.get(p), forUse[p], 1e-5 * c.slack());
            }
            return null;
        });
    }

    private static double[] doubles(Parameter parameter) {
        return doubles(parameter.value().data());
    }

    private static double[] doubles(float[] values) {
        double[] wide = new double[values.length];
        Arrays.setAll(wide, i -> values[i]);
        return wide;
    }
}
