package org.gradus.simd;

/**
 * Lines whose inner elements are the places of all images, in runs of neighbours: element {@code p} of a line is {@code
 * data[start + image·imageDistance + row·rowDistance + p % run]}, with {@code p / run = image·rows + row}.
 */
record RunsOperand(float[] data, int[] starts, int run, int rows, int imageDistance, int rowDistance)
        implements Operand {
    @Override
    public void pack(int first, int count, int width, int from, int to, float[] out, int off) {
        for (int p = from, length; p < to; p += length) {
            int runs = p / run;
            int inside = p % run;
            length = Math.min(to - p, run - inside);
            int shift = runs / rows * imageDistance + runs % rows * rowDistance + inside;
            interleave(first, count, width, shift, length, out, off + (p - from) * width);
        }
    }

    private void interleave(int first, int count, int width, int shift, int length, float[] out, int off) {
        int line = 0;
        for (; line + 4 <= count; line += 4) {
            int x0 = starts[first + line] + shift;
            int x1 = starts[first + line + 1] + shift;
            int x2 = starts[first + line + 2] + shift;
            int x3 = starts[first + line + 3] + shift;
            int to = off + line;
            for (int p = 0; p < length; p++) {
                out[to] = data[x0 + p];
                out[to + 1] = data[x1 + p];
                out[to + 2] = data[x2 + p];
                out[to + 3] = data[x3 + p];
                to += width;
            }
        }
        for (; line < width; line++) {
            for (int p = 0; p < length; p++) {
                out[off + line + p * width] = line < count ? data[starts[first + line] + shift + p] : 0;
            }
        }
    }
}
