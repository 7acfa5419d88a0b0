package org.gradus.simd;

import org.gradus.core.backend.Elementwise;
import org.gradus.core.backend.Epilogue;
import org.gradus.core.backend.UnaryOp;
import org.jspecify.annotations.Nullable;

/** A row-major matrix as the result of a product: takes rows, or adds them, after their epilogue. */
record MatrixResult(
        float[] c,
        int offset,
        int ld,
        boolean accumulate,
        Epilogue epilogue,
        float @Nullable [] bias,
        Elementwise elementwise)
        implements Result {
    @Override
    public void store(int row, int column, int count, float[] from, int off) {
        if (bias != null) {
            Vectors.add(bias, column, from, off, count);
        }
        switch (epilogue) {
            case NONE, BIAS -> {}
            case BIAS_RELU -> elementwise.unary(UnaryOp.RELU, 0, from, off, from, off, count);
            case BIAS_GELU -> elementwise.unary(UnaryOp.GELU, 0, from, off, from, off, count);
        }
        int to = offset + row * ld + column;
        if (accumulate) {
            Vectors.add(from, off, c, to, count);
        } else {
            System.arraycopy(from, off, c, to, count);
        }
    }
}
