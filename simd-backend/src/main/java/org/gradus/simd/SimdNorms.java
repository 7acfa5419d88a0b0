package org.gradus.simd;

import static org.gradus.simd.Species.F;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import org.gradus.core.backend.Norms;
import org.gradus.core.backend.Numerics;
import org.gradus.core.backend.Workers;

/** Normalisation by vectors. */
public final class SimdNorms implements Norms {
    private static final int L = F.length();

    /** So many elements make a piece of work. */
    private static final int GRAIN = 1 << 15;

    /** Rows of so many elements are taken together: they stay in the first cache, and the sums of one need not wait for another's. */
    private static final int GROUP = 1 << 12;

    /** At least so many neighbouring columns are reduced by one thread. */
    private static final int COLUMNS = 256;

    private final Workers workers;
    private final RowPieces rowPieces;

    /**
     * Makes the family.
     *
     * @param workers the threads that it may use
     */
    public SimdNorms(Workers workers) {
        this.workers = workers;
        rowPieces = new RowPieces(workers, GRAIN, GROUP);
    }

    @Override
    public void normalizeRows(
            int rows, int n, float eps, float[] x, float[] gamma, float[] beta, float[] y, float[] mean, float[] rstd) {
        rowPieces.run(rows, n, (from, to, lanes) -> {
            for (int r = from; r < to; r++) {
                mean[r] = lanes.sum(x, r * n, n);
            }
            divide(mean, from, to, n);
            for (int r = from; r < to; r++) {
                rstd[r] = lanes.squaredDeviations(x, r * n, n, mean[r]);
            }
            reciprocalRoots(rstd, from, to, n, eps);
            int r = from;
            for (; r + 4 <= to; r += 4) {
                normalizeFourRows(n, x, r, mean, rstd, gamma, beta, y);
            }
            for (; r < to; r++) {
                normalizeRow(n, x, r * n, 0, mean[r], rstd[r], gamma, beta, y);
            }
        });
    }

    /** Four rows, which read the factors and summands once. */
    private static void normalizeFourRows(
            int n, float[] x, int r, float[] mean, float[] rstd, float[] gamma, float[] beta, float[] y) {
        FloatVector m0 = FloatVector.broadcast(F, mean[r]);
        FloatVector m1 = FloatVector.broadcast(F, mean[r + 1]);
        FloatVector m2 = FloatVector.broadcast(F, mean[r + 2]);
        FloatVector m3 = FloatVector.broadcast(F, mean[r + 3]);
        FloatVector s0 = FloatVector.broadcast(F, rstd[r]);
        FloatVector s1 = FloatVector.broadcast(F, rstd[r + 1]);
        FloatVector s2 = FloatVector.broadcast(F, rstd[r + 2]);
        FloatVector s3 = FloatVector.broadcast(F, rstd[r + 3]);
        int row = r * n;
        int whole = n / L * L;
        for (int j = 0; j < whole; j += L) {
            FloatVector g = FloatVector.fromArray(F, gamma, j);
            FloatVector b = FloatVector.fromArray(F, beta, j);
            int p = row + j;
            FloatVector v0 = FloatVector.fromArray(F, x, p).sub(m0).mul(s0);
            FloatVector v1 = FloatVector.fromArray(F, x, p + n).sub(m1).mul(s1);
            FloatVector v2 = FloatVector.fromArray(F, x, p + 2 * n).sub(m2).mul(s2);
            FloatVector v3 = FloatVector.fromArray(F, x, p + 3 * n).sub(m3).mul(s3);
            v0.fma(g, b).intoArray(y, p);
            v1.fma(g, b).intoArray(y, p + n);
            v2.fma(g, b).intoArray(y, p + 2 * n);
            v3.fma(g, b).intoArray(y, p + 3 * n);
        }
        if (whole < n) {
            for (int i = r; i < r + 4; i++) {
                normalizeRow(n, x, i * n, whole, mean[i], rstd[i], gamma, beta, y);
            }
        }
    }

    /** {@code s = s/n}. Divisions one by one would take as long as the sums of a short row. */
    private static void divide(float[] s, int from, int to, int n) {
        int r = from;
        for (; r <= to - L; r += L) {
            FloatVector.fromArray(F, s, r).div(n).intoArray(s, r);
        }
        for (; r < to; r++) {
            s[r] /= n;
        }
    }

    /** {@code s = 1/√(s/n + eps)}. */
    private static void reciprocalRoots(float[] s, int from, int to, int n, float eps) {
        int r = from;
        for (; r <= to - L; r += L) {
            FloatVector root = FloatVector.fromArray(F, s, r).div(n).add(eps).sqrt();
            FloatVector.broadcast(F, 1f).div(root).intoArray(s, r);
        }
        for (; r < to; r++) {
            s[r] = 1f / (float) Math.sqrt(s[r] / n + eps);
        }
    }

    /** One row from column {@code first} on. */
    private static void normalizeRow(
            int n, float[] x, int row, int first, float m, float s, float[] gamma, float[] beta, float[] y) {
        int j = first;
        for (; j <= n - L; j += L) {
            FloatVector normal = FloatVector.fromArray(F, x, row + j).sub(m).mul(s);
            normal.fma(FloatVector.fromArray(F, gamma, j), FloatVector.fromArray(F, beta, j))
                    .intoArray(y, row + j);
        }
        for (; j < n; j++) {
            y[row + j] = Math.fma((x[row + j] - m) * s, gamma[j], beta[j]);
        }
    }

    @Override
    public void normalizeRowsGradient(
            int rows, int n, float[] x, float[] gamma, float[] mean, float[] rstd, float[] dy, float[] dx) {
        rowPieces.run(rows, n, (from, to, lanes) -> {
            float[] g = Buffers.take(Buffers.Use.ROW, n);
            for (int r = from; r < to; r++) {
                multiply(n, dy, r * n, gamma, g);
                float a = lanes.sum(g, 0, n) / n;
                float b = lanes.weightedDeviations(g, 0, x, r * n, n, mean[r]) / n * rstd[r] * rstd[r];
                backward(n, x, r * n, mean[r], g, 0, a, b, rstd[r], dx);
            }
        });
    }

    private static void multiply(int n, float[] dy, int row, float[] gamma, float[] g) {
        int j = 0;
        for (; j <= n - L; j += L) {
            FloatVector.fromArray(F, dy, row + j)
                    .mul(FloatVector.fromArray(F, gamma, j))
                    .intoArray(g, j);
        }
        for (; j < n; j++) {
            g[j] = dy[row + j] * gamma[j];
        }
    }

    /** {@code dx = scale·((g − a) − (x − mean)·b)}, x and dx from the same index. */
    private static void backward(
            int n, float[] x, int xOff, float mean, float[] g, int gOff, float a, float b, float scale, float[] dx) {
        FloatVector minusB = FloatVector.broadcast(F, -b);
        int i = 0;
        for (; i <= n - L; i += L) {
            FloatVector d = FloatVector.fromArray(F, x, xOff + i).sub(mean);
            FloatVector e = FloatVector.fromArray(F, g, gOff + i).sub(a);
            d.fma(minusB, e).mul(scale).intoArray(dx, xOff + i);
        }
        for (; i < n; i++) {
            dx[xOff + i] = scale * Math.fma(x[xOff + i] - mean, -b, g[gOff + i] - a);
        }
    }

    @Override
    public void normalizeRowsParameterGradient(
            int rows, int n, float[] x, float[] mean, float[] rstd, float[] dy, float[] dGamma, float[] dBeta) {
        int each = Math.max(COLUMNS, GRAIN / L / Math.max(1, rows) * L);
        int pieces = (n + each - 1) / each;
        if (pieces <= 1) {
            parameterGradient(rows, n, x, mean, rstd, dy, dGamma, dBeta, 0, n);
        } else {
            workers.run(
                    pieces,
                    p -> parameterGradient(
                            rows, n, x, mean, rstd, dy, dGamma, dBeta, p * each, Math.min(n, (p + 1) * each)));
        }
    }

    /** Some neighbouring columns; the first block of rows is summed where the results belong, later ones beside. */
    private static void parameterGradient(
            int rows,
            int n,
            float[] x,
            float[] mean,
            float[] rstd,
            float[] dy,
            float[] dGamma,
            float[] dBeta,
            int from,
            int to) {
        int width = to - from;
        float[] block = Buffers.take(Buffers.Use.COLUMNS, 2 * width);
        Arrays.fill(dGamma, from, to, 0f);
        Arrays.fill(dBeta, from, to, 0f);
        for (int start = 0; start < rows; start += Numerics.OUTER_BLOCK) {
            int end = Math.min(rows, start + Numerics.OUTER_BLOCK);
            float[] gamma = start == 0 ? dGamma : block;
            float[] beta = start == 0 ? dBeta : block;
            int g = start == 0 ? from : 0;
            int b = start == 0 ? from : width;
            if (start > 0) {
                Arrays.fill(block, 0, 2 * width, 0f);
            }
            int r = start;
            for (; r + 1 < end; r += 2) {
                addTwoRows(width, x, dy, r * n + from, n, mean, rstd, r, gamma, g, beta, b);
            }
            if (r < end) {
                addRow(width, x, dy, r * n + from, mean[r], rstd[r], gamma, g, beta, b);
            }
            // the first block is stored: a chain of fma may underflow to −0, which +0 + −0 would lose
            if (start > 0) {
                Vectors.add(block, 0, dGamma, from, width);
                Vectors.add(block, width, dBeta, from, width);
            }
        }
    }

    /** Two rows, which read and write the sums once. */
    private static void addTwoRows(
            int width,
            float[] x,
            float[] dy,
            int row,
            int n,
            float[] mean,
            float[] rstd,
            int r,
            float[] gamma,
            int g,
            float[] beta,
            int b) {
        FloatVector m0 = FloatVector.broadcast(F, mean[r]);
        FloatVector s0 = FloatVector.broadcast(F, rstd[r]);
        FloatVector m1 = FloatVector.broadcast(F, mean[r + 1]);
        FloatVector s1 = FloatVector.broadcast(F, rstd[r + 1]);
        int j = 0;
        for (; j <= width - L; j += L) {
            FloatVector d0 = FloatVector.fromArray(F, dy, row + j);
            FloatVector d1 = FloatVector.fromArray(F, dy, row + n + j);
            FloatVector n0 = FloatVector.fromArray(F, x, row + j).sub(m0).mul(s0);
            FloatVector n1 = FloatVector.fromArray(F, x, row + n + j).sub(m1).mul(s1);
            d1.fma(n1, d0.fma(n0, FloatVector.fromArray(F, gamma, g + j))).intoArray(gamma, g + j);
            FloatVector.fromArray(F, beta, b + j).add(d0).add(d1).intoArray(beta, b + j);
        }
        for (; j < width; j++) {
            float first = Math.fma(dy[row + j], (x[row + j] - mean[r]) * rstd[r], gamma[g + j]);
            float second = (x[row + n + j] - mean[r + 1]) * rstd[r + 1];
            gamma[g + j] = Math.fma(dy[row + n + j], second, first);
            beta[b + j] = beta[b + j] + dy[row + j] + dy[row + n + j];
        }
    }

    private static void addRow(
            int width, float[] x, float[] dy, int row, float m, float s, float[] gamma, int g, float[] beta, int b) {
        int j = 0;
        for (; j <= width - L; j += L) {
            FloatVector d = FloatVector.fromArray(F, dy, row + j);
            FloatVector normal = FloatVector.fromArray(F, x, row + j).sub(m).mul(s);
            d.fma(normal, FloatVector.fromArray(F, gamma, g + j)).intoArray(gamma, g + j);
            FloatVector.fromArray(F, beta, b + j).add(d).intoArray(beta, b + j);
        }
        for (; j < width; j++) {
            gamma[g + j] = Math.fma(dy[row + j], (x[row + j] - m) * s, gamma[g + j]);
            beta[b + j] += dy[row + j];
        }
    }

    @Override
    public void rmsNormalizeRows(int rows, int n, float eps, float[] x, float[] gamma, float[] y, float[] factor) {
        rowPieces.run(rows, n, (from, to, lanes) -> {
            for (int r = from; r < to; r++) {
                factor[r] = lanes.squaredDeviations(x, r * n, n, 0f);
            }
            reciprocalRoots(factor, from, to, n, eps);
            int r = from;
            for (; r + 4 <= to; r += 4) {
                scaleFourRows(n, x, r, factor, gamma, y);
            }
            for (; r < to; r++) {
                scaleRow(n, x, r * n, 0, factor[r], gamma, y);
            }
        });
    }

    /** Four rows, which read the factors once. */
    private static void scaleFourRows(int n, float[] x, int r, float[] factor, float[] gamma, float[] y) {
        FloatVector s0 = FloatVector.broadcast(F, factor[r]);
        FloatVector s1 = FloatVector.broadcast(F, factor[r + 1]);
        FloatVector s2 = FloatVector.broadcast(F, factor[r + 2]);
        FloatVector s3 = FloatVector.broadcast(F, factor[r + 3]);
        int row = r * n;
        int whole = n / L * L;
        for (int j = 0; j < whole; j += L) {
            FloatVector g = FloatVector.fromArray(F, gamma, j);
            int p = row + j;
            FloatVector v0 = FloatVector.fromArray(F, x, p).mul(s0);
            FloatVector v1 = FloatVector.fromArray(F, x, p + n).mul(s1);
            FloatVector v2 = FloatVector.fromArray(F, x, p + 2 * n).mul(s2);
            FloatVector v3 = FloatVector.fromArray(F, x, p + 3 * n).mul(s3);
            v0.mul(g).intoArray(y, p);
            v1.mul(g).intoArray(y, p + n);
            v2.mul(g).intoArray(y, p + 2 * n);
            v3.mul(g).intoArray(y, p + 3 * n);
        }
        if (whole < n) {
            for (int i = r; i < r + 4; i++) {
                scaleRow(n, x, i * n, whole, factor[i], gamma, y);
            }
        }
    }

    private static void scaleRow(int n, float[] x, int row, int first, float s, float[] gamma, float[] y) {
        int j = first;
        for (; j <= n - L; j += L) {
            FloatVector.fromArray(F, x, row + j)
                    .mul(s)
                    .mul(FloatVector.fromArray(F, gamma, j))
                    .intoArray(y, row + j);
        }
        for (; j < n; j++) {
            y[row + j] = x[row + j] * s * gamma[j];
        }
    }

    @Override
    public void rmsNormalizeRowsGradient(
            int rows, int n, float[] x, float[] gamma, float[] factor, float[] dy, float[] dx) {
        rowPieces.run(rows, n, (from, to, lanes) -> {
            float[] g = Buffers.take(Buffers.Use.ROW, n);
            for (int r = from; r < to; r++) {
                multiply(n, dy, r * n, gamma, g);
                float b = lanes.weightedDeviations(g, 0, x, r * n, n, 0f) / n * factor[r] * factor[r];
                backward(n, x, r * n, 0f, g, 0, 0f, b, factor[r], dx);
            }
        });
    }

    @Override
    public void channelMoments(int n, int channels, int plane, float[] x, float[] mean, float[] variance) {
        float[] sums = Buffers.take(Buffers.Use.PLANES, n * channels);
        float count = (float) ((long) n * plane);
        rowPieces.run(n * channels, plane, (from, to, lanes) -> {
            for (int p = from; p < to; p++) {
                sums[p] = lanes.sum(x, p * plane, plane);
            }
        });
        SimdColumns.sum(n, channels, sums, 0, mean, 0, 0, channels);
        for (int c = 0; c < channels; c++) {
            mean[c] /= count;
        }
        rowPieces.run(n * channels, plane, (from, to, lanes) -> {
            for (int p = from; p < to; p++) {
                sums[p] = lanes.squaredDeviations(x, p * plane, plane, mean[p % channels]);
            }
        });
        SimdColumns.sum(n, channels, sums, 0, variance, 0, 0, channels);
        for (int c = 0; c < channels; c++) {
            variance[c] /= count;
        }
    }

    @Override
    public void normalizeChannels(
            int n,
            int channels,
            int plane,
            float[] x,
            float[] mean,
            float[] rstd,
            float[] gamma,
            float[] beta,
            float[] y) {
        rowPieces.run(n * channels, plane, (from, to, lanes) -> {
            for (int p = from; p < to; p++) {
                int c = p % channels;
                normalizePlane(plane, x, p * plane, mean[c], rstd[c] * gamma[c], beta[c], y);
            }
        });
    }

    private static void normalizePlane(int n, float[] x, int off, float mean, float scale, float shift, float[] y) {
        FloatVector s = FloatVector.broadcast(F, scale);
        FloatVector b = FloatVector.broadcast(F, shift);
        int i = off;
        for (; i <= off + n - L; i += L) {
            FloatVector.fromArray(F, x, i).sub(mean).fma(s, b).intoArray(y, i);
        }
        for (; i < off + n; i++) {
            y[i] = Math.fma(x[i] - mean, scale, shift);
        }
    }

    @Override
    public void normalizeChannelsParameterGradient(
            int n,
            int channels,
            int plane,
            float[] x,
            float[] mean,
            float[] rstd,
            float[] dy,
            float[] dGamma,
            float[] dBeta) {
        float[] sums = Buffers.take(Buffers.Use.PLANES, n * channels);
        float[] products = Buffers.take(Buffers.Use.PLANES_TOO, n * channels);
        rowPieces.run(n * channels, plane, (from, to, lanes) -> {
            for (int p = from; p < to; p++) {
                sums[p] = lanes.sum(dy, p * plane, plane);
                products[p] = lanes.weightedDeviations(dy, p * plane, x, p * plane, plane, mean[p % channels]);
            }
        });
        SimdColumns.sum(n, channels, sums, 0, dBeta, 0, 0, channels);
        SimdColumns.sum(n, channels, products, 0, dGamma, 0, 0, channels);
        for (int c = 0; c < channels; c++) {
            dGamma[c] *= rstd[c];
        }
    }

    @Override
    public void normalizeChannelsGradient(
            int n,
            int channels,
            int plane,
            float[] x,
            float[] mean,
            float[] rstd,
            float[] gamma,
            float[] dGamma,
            float[] dBeta,
            float[] dy,
            float[] dx) {
        float count = (float) ((long) n * plane);
        rowPieces.run(n * channels, plane, (from, to, lanes) -> {
            for (int p = from; p < to; p++) {
                int c = p % channels;
                float a = dBeta[c] / count;
                float b = dGamma[c] / count * rstd[c];
                backward(plane, x, p * plane, mean[c], dy, p * plane, a, b, rstd[c] * gamma[c], dx);
            }
        });
    }
}
