package org.gradus.benchmarks.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A Markdown table. */
public final class Table {
    private final List<String> lines = new ArrayList<>();

    /**
     * A table with the given columns.
     *
     * @param columns their headings
     */
    public Table(String... columns) {
        lines.add("| " + String.join(" | ", columns) + " |");
        lines.add("|" + "---|".repeat(columns.length));
    }

    /**
     * Appends a row.
     *
     * @param cells its cells
     */
    public void row(String... cells) {
        lines.add("| " + String.join(" | ", cells) + " |");
    }

    /**
     * The lines.
     *
     * @return Markdown
     */
    public List<String> lines() {
        return List.copyOf(lines);
    }

    /**
     * A number with three significant digits.
     *
     * @param value the number
     * @return its text
     */
    public static String number(double value) {
        double size = Math.abs(value);
        if (Double.isNaN(value)) {
            return "–";
        }
        return String.format(
                Locale.ROOT,
                size >= 100 || size == 0 ? "%.0f" : size >= 10 ? "%.1f" : size >= 1 ? "%.2f" : "%.3f",
                value);
    }

    /**
     * A duration in a fitting unit.
     *
     * @param nanos nanoseconds
     * @return its text
     */
    public static String time(double nanos) {
        if (nanos < 1e3) {
            return number(nanos) + " ns";
        }
        if (nanos < 1e6) {
            return number(nanos / 1e3) + " µs";
        }
        return nanos < 1e9 ? number(nanos / 1e6) + " ms" : number(nanos / 1e9) + " s";
    }

    /**
     * A share in percent.
     *
     * @param share 1 for all
     * @return its text
     */
    public static String percent(double share) {
        return Double.isNaN(share) ? "–" : String.format(Locale.ROOT, "%.0f %%", 100 * share);
    }
}
