package org.gradus.simd;

/**
 * Lines whose inner elements are the places of all images, in runs of neighbours: element {@code p} of a line is {@code
 * data[start + image·imageDistance + row·rowDistance + p % run]}, with {@code p / run = image·runsPerImage + row}.
 */
record RunsOperand(float[] data, int[] starts, int run, int runsPerImage, int imageDistance, int rowDistance)
        implements LeftOperand, RightOperand {
    @Override
    public void packRows(int first, int count, int from, int to, float[] out, int off, int distance) {
        for (int p = from, length; p < to; p += length) {
            int runs = p / run;
            int inside = p % run;
            length = Math.min(to - p, run - inside);
            int shift = runs / runsPerImage * imageDistance + runs % runsPerImage * rowDistance + inside;
            for (int i = 0; i < count; i++) {
                System.arraycopy(data, starts[first + i] + shift, out, off + i * distance + p - from, length);
            }
        }
    }

    @Override
    public void packPanel(int first, int count, int width, int from, int to, float[] out, int off) {
        for (int p = from, length; p < to; p += length) {
            int runs = p / run;
            int inside = p % run;
            length = Math.min(to - p, run - inside);
            int shift = runs / runsPerImage * imageDistance + runs % runsPerImage * rowDistance + inside;
            Packing.transpose(
                    data,
                    starts[first] + shift,
                    count > 1 ? starts[first + 1] - starts[first] : 0,
                    count,
                    length,
                    out,
                    off + (p - from) * width,
                    width);
        }
    }
}
