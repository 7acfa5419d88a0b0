package org.gradus.optim.chart;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Lines drawn with characters. */
final class TextPlot {
    private static final String MARKS = "*+o#x@%&";

    private final String title;
    private final Axis x;
    private final Axis y;
    private final char[][] cells;
    private final List<String> names = new ArrayList<>();
    private int lastColumn;
    private int lastRow;

    TextPlot(String title, Axis x, Axis y, int columns, int lines) {
        this.title = title;
        this.x = x;
        this.y = y;
        cells = new char[lines][columns];
        for (char[] line : cells) {
            Arrays.fill(line, ' ');
        }
    }

    void begin(String name) {
        names.add(name);
        interrupt();
    }

    void interrupt() {
        lastColumn = -1;
    }

    /** Marks a point and what lies between it and the one before. */
    void point(double atX, double atY) {
        int column = column(atX);
        int row = row(atY);
        if (lastColumn < 0) {
            cells[row][column] = mark();
        } else {
            int across = Math.abs(column - lastColumn);
            int along = Math.max(across, Math.abs(row - lastRow));
            for (int i = 1; i <= along; i++) {
                int r = lastRow + Math.round((float) (row - lastRow) * i / along);
                int c = lastColumn + Math.round((float) (column - lastColumn) * i / along);
                cells[r][c] = mark();
            }
        }
        lastColumn = column;
        lastRow = row;
    }

    private char mark() {
        return MARKS.charAt((names.size() - 1) % MARKS.length());
    }

    private int column(double value) {
        return (int) Math.round(x.share(value) * (cells[0].length - 1));
    }

    private int row(double value) {
        return (int) Math.round((1 - y.share(value)) * (cells.length - 1));
    }

    String finish(String xLabel, String yLabel) {
        List<String> lines = new ArrayList<>();
        lines.add(title);
        if (!yLabel.isEmpty()) {
            lines.add(yLabel);
        }
        String[] labels = new String[cells.length];
        Arrays.fill(labels, "");
        for (Tick tick : y.ticks()) {
            labels[row(tick.value())] = tick.label();
        }
        int wide = Arrays.stream(labels).mapToInt(String::length).max().orElse(0);
        for (int row = 0; row < cells.length; row++) {
            String padded = " ".repeat(wide - labels[row].length()) + labels[row];
            lines.add(padded + (labels[row].isEmpty() ? " |" : " +") + new String(cells[row]).stripTrailing());
        }
        String margin = " ".repeat(wide + 1);
        StringBuilder axis = new StringBuilder("-".repeat(cells[0].length));
        StringBuilder below = new StringBuilder();
        for (Tick tick : x.ticks()) {
            int column = column(tick.value());
            axis.setCharAt(column, '+');
            int start = Math.max(0, column - tick.label().length() / 2);
            if (below.isEmpty() || start > below.length()) {
                below.append(" ".repeat(start - below.length())).append(tick.label());
            }
        }
        lines.add(margin + "+" + axis);
        lines.add(margin + " " + below + (xLabel.isEmpty() ? "" : "  " + xLabel));
        if (names.size() > 1 || names.size() == 1 && !names.get(0).equals(title)) {
            StringBuilder legend = new StringBuilder(margin);
            for (int i = 0; i < names.size(); i++) {
                legend.append(' ')
                        .append(MARKS.charAt(i % MARKS.length()))
                        .append(' ')
                        .append(names.get(i))
                        .append(' ');
            }
            lines.add(legend.toString().stripTrailing());
        }
        return String.join("\n", lines);
    }
}
