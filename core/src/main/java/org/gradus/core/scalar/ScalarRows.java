package org.gradus.core.scalar;

import java.util.Arrays;
import org.gradus.core.backend.ReduceOp;
import org.gradus.core.backend.Rows;

/** Softmax and its kin, one row after the other. */
public final class ScalarRows implements Rows {
    /** Makes the family. */
    public ScalarRows() {}

    @Override
    public void softmax(int rows, int n, float[] x, float[] y) {
        Lanes lanes = new Lanes();
        for (int r = 0; r < rows; r++) {
            int row = r * n;
            exponentials(n, x, row, lanes.reduce(ReduceOp.MAX, x, row, n), y, row);
            divide(y, row, n, lanes.sum(y, row, n));
        }
    }

    @Override
    public void softmaxGradient(int rows, int n, float[] y, float[] dy, float[] dx) {
        Lanes lanes = new Lanes();
        for (int r = 0; r < rows; r++) {
            int row = r * n;
            float dot = lanes.dot(dy, row, y, row, n);
            for (int i = row; i < row + n; i++) {
                dx[i] = y[i] * (dy[i] - dot);
            }
        }
    }

    @Override
    public void logSoftmax(int rows, int n, float[] x, float[] y) {
        Lanes lanes = new Lanes();
        for (int r = 0; r < rows; r++) {
            int row = r * n;
            float max = lanes.reduce(ReduceOp.MAX, x, row, n);
            exponentials(n, x, row, max, y, row);
            float logSum = ScalarMath.log(lanes.sum(y, row, n));
            for (int i = row; i < row + n; i++) {
                y[i] = (x[i] - max) - logSum;
            }
        }
    }

    @Override
    public void logSoftmaxGradient(int rows, int n, float[] y, float[] dy, float[] dx) {
        Lanes lanes = new Lanes();
        for (int r = 0; r < rows; r++) {
            int row = r * n;
            float sum = lanes.sum(dy, row, n);
            for (int i = row; i < row + n; i++) {
                dx[i] = Math.fma(-ScalarMath.exp(y[i]), sum, dy[i]);
            }
        }
    }

    @Override
    public void logSumExp(int rows, int n, float[] x, float[] y) {
        Lanes lanes = new Lanes();
        float[] e = new float[n];
        for (int r = 0; r < rows; r++) {
            float max = lanes.reduce(ReduceOp.MAX, x, r * n, n);
            exponentials(n, x, r * n, max, e, 0);
            y[r] = Float.isInfinite(max) ? max : max + ScalarMath.log(lanes.sum(e, 0, n));
        }
    }

    @Override
    public void crossEntropy(
            int rows,
            int n,
            float[] x,
            int[] target,
            int ignored,
            double smoothing,
            float[] loss,
            float[] probabilities) {
        Lanes lanes = new Lanes();
        float alpha = (float) smoothing;
        float rest = (float) (1 - smoothing);
        for (int r = 0; r < rows; r++) {
            int row = r * n;
            if (target[r] == ignored) {
                loss[r] = 0f;
                Arrays.fill(probabilities, row, row + n, 0f);
                continue;
            }
            float max = lanes.reduce(ReduceOp.MAX, x, row, n);
            exponentials(n, x, row, max, probabilities, row);
            float sum = lanes.sum(probabilities, row, n);
            divide(probabilities, row, n, sum);
            float logSum = ScalarMath.log(sum);
            loss[r] = logSum - (x[row + target[r]] - max);
            if (smoothing > 0) {
                float everywhere = logSum - lanes.deviations(x, row, n, max) / n;
                loss[r] = Math.fma(rest, loss[r], alpha * everywhere);
            }
        }
    }

    @Override
    public void crossEntropyGradient(
            int rows,
            int n,
            float[] probabilities,
            int[] target,
            int ignored,
            double smoothing,
            float[] dLoss,
            float[] dx) {
        float elsewhere = (float) (smoothing / n);
        float atTarget = (float) (1 - smoothing + smoothing / n);
        for (int r = 0; r < rows; r++) {
            int row = r * n;
            if (target[r] == ignored) {
                Arrays.fill(dx, row, row + n, 0f);
                continue;
            }
            int hit = row + target[r];
            float p = probabilities[hit];
            for (int i = row; i < row + n; i++) {
                dx[i] = (probabilities[i] - elsewhere) * dLoss[r];
            }
            dx[hit] = (p - atTarget) * dLoss[r];
        }
    }

    /** {@code y = e^(x − max)}. */
    private static void exponentials(int n, float[] x, int xOff, float max, float[] y, int yOff) {
        for (int i = 0; i < n; i++) {
            y[yOff + i] = ScalarMath.exp(x[xOff + i] - max);
        }
    }

    private static void divide(float[] y, int row, int n, float by) {
        for (int i = row; i < row + n; i++) {
            y[i] /= by;
        }
    }
}
