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
        int biasOffset,
        Elementwise elementwise)
        implements Result {
    @Override
    public @Nullable Stored target() {
        return new Stored(c, offset, ld);
    }

    @Override
    public boolean adds() {
        return accumulate;
    }

    @Override
    public void finish(int row, int column, int rows, int columns) {
        if (epilogue != Epilogue.NONE) {
            finish(column, rows, columns, c, offset + row * ld + column, ld);
        }
    }

    private void finish(int column, int rows, int columns, float[] x, int off, int distance) {
        for (int i = 0; i < rows; i++) {
            int at = off + i * distance;
            if (bias != null) {
                Vectors.add(bias, biasOffset + column, x, at, columns);
            }
            switch (epilogue) {
                case NONE, BIAS -> {}
                case BIAS_RELU -> elementwise.unary(UnaryOp.RELU, 0, x, at, x, at, columns);
                case BIAS_GELU -> elementwise.unary(UnaryOp.GELU, 0, x, at, x, at, columns);
            }
        }
    }

    @Override
    public void store(int row, int column, int rows, int columns, float[] from, int off, int distance) {
        finish(column, rows, columns, from, off, distance);
        for (int i = 0; i < rows; i++) {
            int to = offset + (row + i) * ld + column;
            if (accumulate) {
                Vectors.add(from, off + i * distance, c, to, columns);
            } else {
                System.arraycopy(from, off + i * distance, c, to, columns);
            }
        }
    }
}
