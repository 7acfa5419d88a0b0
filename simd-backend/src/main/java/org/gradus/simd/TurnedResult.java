package org.gradus.simd;

/** The result of a product whose operands have changed sides, {@code Cᵀ = Bᵀ·Aᵀ}: turns what it takes, and gives it on. */
record TurnedResult(Result result) implements Result {
    @Override
    public void store(int row, int column, int rows, int columns, float[] from, int off, int distance) {
        float[] turned = Buffers.take(Buffers.Use.TURNED, rows * columns);
        Packing.transpose(from, off, distance, rows, columns, turned, 0, rows);
        result.store(column, row, columns, rows, turned, 0, rows);
    }
}
