package org.gradus.examples.subject;

import java.util.Arrays;
import java.util.Locale;

/** Curves drawn with characters: one column for each position, one mark for each curve; later curves cover earlier ones. */
final class Chart {
    private Chart() {}

    /**
     * Draws curves on one axis that reaches from the least to the greatest value and includes 0.
     *
     * @param marks one character for each curve
     * @param height how many lines the chart has, at least 2
     * @param curves of finite values, not all 0
     * @return the lines
     */
    static String of(String marks, int height, double[]... curves) {
        double top = Arrays.stream(curves).flatMapToDouble(Arrays::stream).reduce(0, Math::max);
        double bottom = Arrays.stream(curves).flatMapToDouble(Arrays::stream).reduce(0, Math::min);
        int width = Arrays.stream(curves).mapToInt(curve -> curve.length).max().orElseThrow();
        char[][] cells = new char[height][width];
        for (char[] line : cells) {
            Arrays.fill(line, ' ');
        }
        for (int c = 0; c < curves.length; c++) {
            for (int x = 0; x < curves[c].length; x++) {
                double share = (top - curves[c][x]) / (top - bottom);
                cells[(int) Math.rint(share * (height - 1))][x] = marks.charAt(c);
            }
        }
        StringBuilder text = new StringBuilder();
        for (int y = 0; y < height; y++) {
            String label = y == 0 ? number(top) : y == height - 1 ? number(bottom) : "";
            String line = new String(cells[y]).stripTrailing();
            text.append(String.format(Locale.ROOT, "%9s |%s%n", label, line));
        }
        return text.toString();
    }

    /** A curve on a logarithmic axis: the decimal logarithm of each value. */
    static double[] log(double... values) {
        return Arrays.stream(values).map(Math::log10).toArray();
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.3g", value);
    }
}
