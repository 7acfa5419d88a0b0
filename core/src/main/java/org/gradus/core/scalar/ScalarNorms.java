package org.gradus.core.scalar;

import org.gradus.core.backend.Norms;
import org.gradus.core.backend.Numerics;
import org.gradus.core.backend.ReduceOp;

/** Normalisation, one row or channel after the other. */
public final class ScalarNorms implements Norms {
    /** Makes the family. */
    public ScalarNorms() {}

    @Override
    public void normalizeRows(
            int rows, int n, float eps, float[] x, float[] gamma, float[] beta, float[] y, float[] mean, float[] rstd) {
        Lanes lanes = new Lanes();
        for (int r = 0; r < rows; r++) {
            int row = r * n;
            float m = lanes.sum(x, row, n) / n;
            float s = 1f / (float) Math.sqrt(lanes.squaredDeviations(x, row, n, m) / n + eps);
            for (int j = 0; j < n; j++) {
                y[row + j] = Math.fma((x[row + j] - m) * s, gamma[j], beta[j]);
            }
            mean[r] = m;
            rstd[r] = s;
        }
    }

    @Override
    public void normalizeRowsGradient(
            int rows, int n, float[] x, float[] gamma, float[] mean, float[] rstd, float[] dy, float[] dx) {
        Lanes lanes = new Lanes();
        float[] g = new float[n];
        for (int r = 0; r < rows; r++) {
            int row = r * n;
            for (int j = 0; j < n; j++) {
                g[j] = dy[row + j] * gamma[j];
            }
            float m = mean[r];
            float s = rstd[r];
            float a = lanes.sum(g, 0, n) / n;
            float b = lanes.weightedDeviations(g, 0, x, row, n, m) / n * s * s;
            for (int j = 0; j < n; j++) {
                dx[row + j] = s * Math.fma(-(x[row + j] - m), b, g[j] - a);
            }
        }
    }

    @Override
    public void normalizeRowsParameterGradient(
            int rows, int n, float[] x, float[] mean, float[] rstd, float[] dy, float[] dGamma, float[] dBeta) {
        ScalarReduce.columns(ReduceOp.SUM, rows, n, dy, 0, dBeta, 0, new float[n]);
        for (int j = 0; j < n; j++) {
            float total = 0f;
            for (int from = 0; from < rows; from += Numerics.OUTER_BLOCK) {
                float sum = 0f;
                for (int r = from; r < Math.min(rows, from + Numerics.OUTER_BLOCK); r++) {
                    sum = Math.fma(dy[r * n + j], (x[r * n + j] - mean[r]) * rstd[r], sum);
                }
                total = from == 0 ? sum : total + sum;
            }
            dGamma[j] = total;
        }
    }

    @Override
    public void rmsNormalizeRows(int rows, int n, float eps, float[] x, float[] gamma, float[] y, float[] factor) {
        Lanes lanes = new Lanes();
        for (int r = 0; r < rows; r++) {
            int row = r * n;
            float s = 1f / (float) Math.sqrt(lanes.squaredDeviations(x, row, n, 0f) / n + eps);
            for (int j = 0; j < n; j++) {
                y[row + j] = x[row + j] * s * gamma[j];
            }
            factor[r] = s;
        }
    }

    @Override
    public void rmsNormalizeRowsGradient(
            int rows, int n, float[] x, float[] gamma, float[] factor, float[] dy, float[] dx) {
        Lanes lanes = new Lanes();
        float[] g = new float[n];
        for (int r = 0; r < rows; r++) {
            int row = r * n;
            for (int j = 0; j < n; j++) {
                g[j] = dy[row + j] * gamma[j];
            }
            float s = factor[r];
            float b = lanes.weightedDeviations(g, 0, x, row, n, 0f) / n * s * s;
            for (int j = 0; j < n; j++) {
                dx[row + j] = s * Math.fma(-x[row + j], b, g[j]);
            }
        }
    }

    @Override
    public void channelMoments(int n, int channels, int plane, float[] x, float[] mean, float[] variance) {
        Lanes lanes = new Lanes();
        float[] sums = new float[n * channels];
        float count = (float) ((long) n * plane);
        for (int p = 0; p < sums.length; p++) {
            sums[p] = lanes.sum(x, p * plane, plane);
        }
        addImages(n, channels, sums, mean);
        for (int c = 0; c < channels; c++) {
            mean[c] /= count;
        }
        for (int p = 0; p < sums.length; p++) {
            sums[p] = lanes.squaredDeviations(x, p * plane, plane, mean[p % channels]);
        }
        addImages(n, channels, sums, variance);
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
        for (int p = 0; p < n * channels; p++) {
            int c = p % channels;
            float m = mean[c];
            float scale = rstd[c] * gamma[c];
            float shift = beta[c];
            for (int i = p * plane; i < (p + 1) * plane; i++) {
                y[i] = Math.fma(x[i] - m, scale, shift);
            }
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
        Lanes lanes = new Lanes();
        float[] sums = new float[n * channels];
        for (int p = 0; p < sums.length; p++) {
            sums[p] = lanes.sum(dy, p * plane, plane);
        }
        addImages(n, channels, sums, dBeta);
        for (int p = 0; p < sums.length; p++) {
            sums[p] = lanes.weightedDeviations(dy, p * plane, x, p * plane, plane, mean[p % channels]);
        }
        addImages(n, channels, sums, dGamma);
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
        for (int p = 0; p < n * channels; p++) {
            int c = p % channels;
            float m = mean[c];
            float a = dBeta[c] / count;
            float b = dGamma[c] / count * rstd[c];
            float scale = rstd[c] * gamma[c];
            for (int i = p * plane; i < (p + 1) * plane; i++) {
                dx[i] = scale * Math.fma(-(x[i] - m), b, dy[i] - a);
            }
        }
    }

    /** Adds the sums of the planes of each channel. */
    private static void addImages(int n, int channels, float[] sums, float[] y) {
        ScalarReduce.columns(ReduceOp.SUM, n, channels, sums, 0, y, 0, new float[channels]);
    }
}
