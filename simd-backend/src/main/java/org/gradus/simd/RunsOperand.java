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
            int at = first + line;
            Packing.transpose4(
                    data,
                    starts[at] + shift,
                    starts[at + 1] + shift,
                    starts[at + 2] + shift,
                    starts[at + 3] + shift,
                    width,
                    length,
                    out,
                    off + line);
        }
        for (; line < count; line++) {
            Packing.transpose1(data, starts[first + line] + shift, width, length, out, off + line);
        }
    }
}
