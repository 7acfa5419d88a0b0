package org.gradus.optim.chart;

import java.util.ArrayList;
import java.util.List;

/** Makes texts fit. */
final class Words {
    private Words() {}

    /** A text in lines of at most so many characters, broken at spaces where there are any. */
    static List<String> lines(String text, int columns) {
        List<String> lines = new ArrayList<>();
        String rest = text;
        while (rest.length() > columns) {
            int space = rest.lastIndexOf(' ', columns);
            int end = space > 0 ? space : columns;
            lines.add(rest.substring(0, end));
            rest = rest.substring(end).stripLeading();
        }
        lines.add(rest);
        return lines;
    }

    /** A text of at most so many characters, the last of which says that it was cut. */
    static String cut(String text, int columns) {
        return text.length() <= columns ? text : text.substring(0, columns - 1) + "…";
    }
}
