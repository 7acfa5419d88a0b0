package org.gradus.optim.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.gradus.core.Shape;
import org.gradus.core.backend.Workers;
import org.gradus.optim.Weights;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NewtonSchulzTest {
    private static final int ITERATIONS = 5;
    private static final double UNIT = 0x1p-24;
    private static final double GREATEST = 1.21;

    /**
     * The distance in the Frobenius norm that rounding allows. With u = 2⁻²⁴, a product of inner length k is off by at most
     * k·u·‖A‖·‖B‖, a sum by u times its terms; the iteration passes on an error at most times its greatest slope, 3.4445. No
     * singular value exceeds 1.21 after the first iteration, so ‖X‖ ≤ 1.21·√r.
     */
    private static double bound(int rows, int columns) {
        int r = Math.min(rows, columns);
        int k = Math.max(rows, columns);
        double x = GREATEST;
        double g = x * x;
        double normX = Math.max(1, x * Math.sqrt(r));
        double normG = x * normX;
        double normChange = 4.775 * normG + 2.0315 * g * normG;
        double gram = k * UNIT * normX * normX;
        double square = 2 * g * gram + r * UNIT * normG * normG;
        double change = 4.775 * gram + 2.0315 * square + 3 * UNIT * normChange;
        double product = x * change + r * UNIT * normChange * normX;
        double own = product + 3 * UNIT * (3.4445 * normX + x * normChange);
        double error = 2 * UNIT;
        for (int i = 0; i < ITERATIONS; i++) {
            error = 3.4445 * error + own;
        }
        return error;
    }

    @ParameterizedTest
    @CsvSource({"1,1", "1,7", "7,1", "3,5", "5,3", "16,16", "40,64", "64,40"})
    void theResultIsThatOfThePolynomialOnTheSingularValues(int rows, int columns) {
        float[] m = Weights.filled(Shape.of(rows, columns), new SplittableRandom(31L * rows + columns))
                .toArray();
        check(m, rows, columns);
        for (int i = 0; i < m.length; i++) {
            m[i] = (float) (1 + i / columns) * (float) (1.5 + i % columns);
        }
        check(m, rows, columns);
    }

    private static void check(float[] m, int rows, int columns) {
        double[][] wide = new double[rows][columns];
        for (int i = 0; i < m.length; i++) {
            wide[i / columns][i % columns] = m[i];
        }
        double[][] should = MuonOracle.orthogonal(wide, ITERATIONS);
        float[] is = NewtonSchulz.orthogonal(m, rows, columns, ITERATIONS, 1e-7, Workers.of(1));
        double squares = 0;
        for (int i = 0; i < is.length; i++) {
            squares += Math.pow(is[i] - should[i / columns][i % columns], 2);
        }
        assertThat(Math.sqrt(squares)).isLessThanOrEqualTo(bound(rows, columns));
        assertThat(bound(rows, columns)).as("the bound says something").isLessThan(0.05 * Math.sqrt(is.length));
    }

    @Test
    void nothingAndZerosStay() {
        assertThat(NewtonSchulz.orthogonal(new float[0], 0, 4, ITERATIONS, 1e-7, Workers.of(1)))
                .isEmpty();
        assertThat(NewtonSchulz.orthogonal(new float[6], 2, 3, ITERATIONS, 1e-7, Workers.of(1)))
                .containsOnly(0f);
    }
}
