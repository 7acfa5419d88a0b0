package org.gradus.optim.rule;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** An algorithm that treats each weight by itself, with a few doubles of state for each. */
final class ElementOracle implements Oracle {
    /** One step of one weight. */
    @FunctionalInterface
    interface Element {
        /**
         * The new weight.
         *
         * @param t the number of this step of this parameter, from 1
         * @param rate the learning rate
         * @param w the weight
         * @param g its gradient
         * @param s the weight's own state, to be changed
         */
        double step(int t, double rate, double w, double g, double[] s);
    }

    private final Element element;
    private final int[] t;
    private final double[][][] state;

    private ElementOracle(Element element, double[] initial, int[][] shapes) {
        this.element = element;
        this.t = new int[shapes.length];
        this.state = new double[shapes.length][][];
        double[][] zeros = Oracle.zeros(shapes);
        for (int p = 0; p < shapes.length; p++) {
            state[p] = new double[zeros[p].length][];
            Arrays.setAll(state[p], i -> initial.clone());
        }
    }

    /** Such an algorithm, whose state starts at these numbers. */
    static Oracle.Start of(Element element, double... initial) {
        return shapes -> new ElementOracle(element, initial, shapes);
    }

    @Override
    public void step(double rate, double[][] weights, double @Nullable [][] gradients, Problem problem) {
        for (int p = 0; p < weights.length; p++) {
            double[] g = gradients[p];
            if (g == null) {
                continue;
            }
            t[p]++;
            for (int i = 0; i < g.length; i++) {
                weights[p][i] = element.step(t[p], rate, weights[p][i], g[i], state[p][i]);
            }
        }
    }
}
