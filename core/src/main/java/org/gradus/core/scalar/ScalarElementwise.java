package org.gradus.core.scalar;

import org.gradus.core.backend.BinaryOp;
import org.gradus.core.backend.Elementwise;
import org.gradus.core.backend.UnaryOp;

/** The elementwise family, one element after another: the definition of right. */
public final class ScalarElementwise implements Elementwise {
    /** Makes the family. */
    public ScalarElementwise() {}

    @Override
    public void unary(UnaryOp op, float p, float[] x, int xOff, float[] y, int yOff, int n) {
        ScalarUnary.apply(op, p, x, xOff, y, yOff, n);
    }

    @Override
    public void unaryGradient(
            UnaryOp op, float p, float[] v, int vOff, float[] dy, int dyOff, float[] dx, int dxOff, int n) {
        ScalarUnaryGradient.apply(op, p, v, vOff, dy, dyOff, dx, dxOff, n);
    }

    @Override
    public void binary(
            BinaryOp op,
            int rows,
            int n,
            float[] a,
            int aOff,
            int aRow,
            int aStep,
            float[] b,
            int bOff,
            int bRow,
            int bStep,
            float[] out,
            int outOff) {
        for (int r = 0; r < rows; r++) {
            ScalarBinary.row(op, n, a, aOff + r * aRow, aStep, b, bOff + r * bRow, bStep, out, outOff + r * n);
        }
    }

    @Override
    public void where(float[] condition, float[] a, float[] b, float[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = condition[i] != 0 ? a[i] : b[i];
        }
    }
}
