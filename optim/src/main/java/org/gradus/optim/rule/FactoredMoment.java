package org.gradus.optim.rule;

import java.util.Arrays;
import java.util.function.IntConsumer;
import org.gradus.core.backend.Workers;
import org.gradus.optim.sum.SquareSum;

/**
 * The second moment of matrices as the product of a column and a row, {@code V = R·C/mean(R)}, and the loops over what it divides.
 * Sums are in double; each is of one row, of one column downwards, or of a chunk in ascending order, so that no thread matters.
 */
final class FactoredMoment implements SecondMoment {
    /** Columns that are summed together: their sums stay in the first-level cache while the rows pass by. */
    private static final int COLUMNS = 512;

    private final Matrices matrices;
    private final float[] g;
    private final float[] rows;
    private final float[] columns;
    private final float least;

    /**
     * Views a gradient and its factors.
     *
     * @param least what keeps divisors above 0
     */
    FactoredMoment(Matrices matrices, float[] g, float[] rows, float[] columns, float least) {
        this.matrices = matrices;
        this.g = g;
        this.rows = rows;
        this.columns = columns;
        this.least = least;
    }

    @Override
    public void take(double share, double added, StepContext context) {
        takeRows(share, added, context.workers());
        double[] sums = context.workspace().doubles(columns.length);
        int length = matrices.columns();
        int blocks = (length - 1) / COLUMNS + 1;
        int together = Math.max(1, Workers.RANGE / (matrices.rows() * length));
        context.workers().run(((matrices.count() - 1) / together + 1) * blocks, piece -> {
            int from = piece % blocks * COLUMNS;
            int to = Math.min(length, from + COLUMNS);
            int first = piece / blocks * together;
            for (int m = first; m < Math.min(matrices.count(), first + together); m++) {
                takeColumns(m, from, to, share, added, sums);
            }
        });
    }

    private void takeRows(double share, double added, Workers workers) {
        int length = matrices.columns();
        eachRow(workers, row -> {
            double mean = SquareSum.of(g, row * length, length) / length + added;
            rows[row] += (float) (share * (mean - rows[row]));
        });
    }

    private void takeColumns(int matrix, int from, int to, double share, double added, double[] sums) {
        int length = matrices.columns();
        int first = matrix * length + from;
        int n = to - from;
        Arrays.fill(sums, first, first + n, 0);
        for (int row = matrix * matrices.rows(); row < (matrix + 1) * matrices.rows(); row++) {
            addSquares(g, row * length + from, sums, first, n);
        }
        for (int column = first; column < first + n; column++) {
            double mean = sums[column] / matrices.rows() + added;
            columns[column] += (float) (share * (mean - columns[column]));
        }
    }

    private static void addSquares(float[] g, int from, double[] sums, int first, int n) {
        for (int i = 0; i < n; i++) {
            double x = g[from + i];
            sums[first + i] += x * x;
        }
    }

    @Override
    public void quotients(float[] u, StepContext context) {
        double[] means = context.workspace().doubles(matrices.count());
        for (int m = 0; m < matrices.count(); m++) {
            means[m] = Math.max(mean(m * matrices.rows(), (m + 1) * matrices.rows()), least);
        }
        int length = matrices.columns();
        eachRow(context.workers(), row -> {
            int matrix = row / matrices.rows();
            float root = (float) Math.sqrt(rows[row] / means[matrix]);
            int from = row * length;
            // C2 makes vectors only of arrays at one common index.
            System.arraycopy(columns, matrix * length, u, from, length);
            divide(g, u, root, least, from, from + length);
        });
    }

    private double mean(int from, int to) {
        double sum = 0;
        for (int row = from; row < to; row++) {
            sum += rows[row];
        }
        return sum / (to - from);
    }

    private static void divide(float[] g, float[] u, float root, float least, int from, int to) {
        for (int i = from; i < to; i++) {
            u[i] = g[i] / Math.max(root * (float) Math.sqrt(u[i]), least);
        }
    }

    private void eachRow(Workers workers, IntConsumer work) {
        int together = Math.max(1, Workers.RANGE / matrices.columns());
        workers.run((rows.length - 1) / together + 1, piece -> {
            int end = Math.min(rows.length, (piece + 1) * together);
            for (int row = piece * together; row < end; row++) {
                work.accept(row);
            }
        });
    }
}
