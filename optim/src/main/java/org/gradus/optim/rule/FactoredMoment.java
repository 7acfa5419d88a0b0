package org.gradus.optim.rule;

import java.util.Arrays;
import org.gradus.core.backend.Workers;
import org.gradus.optim.sum.SquareSum;

/**
 * The second moment of matrices as the product of a column and a row, {@code V = R·C/mean(R)}, and the loops over what it divides.
 * Sums are in double; each is of one row, of one column downwards, or of a chunk in ascending order, so that no thread matters.
 */
final class FactoredMoment implements SecondMoment {
    /** Columns that are summed together: their sums stay in the first-level cache while the rows pass by. */
    private static final int COLUMNS = 512;

    private static final int BLOCK = 512;

    private final Matrices matrices;
    private final float[] g;
    private final float[] rows;
    private final float[] columns;
    private final float least;

    /** The roots of {@code R/mean(R)}. */
    private final float[] roots;

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
        this.roots = new float[rows.length];
    }

    @Override
    public void take(double share, double added, Workers workers) {
        takeRows(share, added, workers);
        int length = matrices.columns();
        int blocks = (length - 1) / COLUMNS + 1;
        int together = Math.max(1, Workers.RANGE / (matrices.rows() * length));
        workers.run(((matrices.count() - 1) / together + 1) * blocks, piece -> {
            int from = piece % blocks * COLUMNS;
            int to = Math.min(length, from + COLUMNS);
            int first = piece / blocks * together;
            for (int m = first; m < Math.min(matrices.count(), first + together); m++) {
                takeColumns(m, from, to, share, added);
            }
        });
        for (int m = 0; m < matrices.count(); m++) {
            root(m * matrices.rows(), (m + 1) * matrices.rows());
        }
    }

    private void takeRows(double share, double added, Workers workers) {
        int length = matrices.columns();
        int together = Math.max(1, Workers.RANGE / length);
        workers.run((rows.length - 1) / together + 1, piece -> {
            int end = Math.min(rows.length, (piece + 1) * together);
            for (int row = piece * together; row < end; row++) {
                double mean = SquareSum.of(g, row * length, length) / length + added;
                rows[row] += (float) (share * (mean - rows[row]));
            }
        });
    }

    private void takeColumns(int matrix, int from, int to, double share, double added) {
        double[] sums = new double[to - from];
        int length = matrices.columns();
        for (int row = matrix * matrices.rows(); row < (matrix + 1) * matrices.rows(); row++) {
            int start = row * length + from;
            for (int j = 0; j < sums.length; j++) {
                double x = g[start + j];
                sums[j] += x * x;
            }
        }
        for (int j = 0; j < sums.length; j++) {
            int column = matrix * length + from + j;
            double mean = sums[j] / matrices.rows() + added;
            columns[column] += (float) (share * (mean - columns[column]));
        }
    }

    private void root(int from, int to) {
        double sum = 0;
        for (int row = from; row < to; row++) {
            sum += rows[row];
        }
        double mean = Math.max(sum / (to - from), least);
        for (int row = from; row < to; row++) {
            roots[row] = (float) Math.sqrt(rows[row] / mean);
        }
    }

    @Override
    public void move(float[] w, float step, float shrink, int from, int to) {
        int block = Math.min(BLOCK, to - from);
        float[] u = new float[block];
        float[] r = new float[block];
        float[] c = new float[block];
        for (int i = from; i < to; i += block) {
            int n = Math.min(block, to - i);
            quotients(u, r, c, i, n);
            System.arraycopy(w, i, c, 0, n);
            move(c, u, step, shrink, n);
            System.arraycopy(c, 0, w, i, n);
        }
    }

    /** In r the root of each element's row, in c its column. */
    @Override
    public void quotients(float[] u, float[] r, float[] c, int from, int n) {
        int length = matrices.columns();
        System.arraycopy(g, from, u, 0, n);
        for (int i = 0; i < n; ) {
            int row = (from + i) / length;
            int column = (from + i) - row * length;
            int end = Math.min(n, i + length - column);
            Arrays.fill(r, i, end, roots[row]);
            System.arraycopy(columns, row / matrices.rows() * length + column, c, i, end - i);
            i = end;
        }
        divide(u, r, c, least, n);
    }

    private static void divide(float[] u, float[] r, float[] c, float least, int n) {
        for (int i = 0; i < n; i++) {
            u[i] = u[i] / Math.max(r[i] * (float) Math.sqrt(c[i]), least);
        }
    }

    private static void move(float[] w, float[] u, float step, float shrink, int n) {
        for (int i = 0; i < n; i++) {
            w[i] -= step * u[i] + shrink * w[i];
        }
    }
}
