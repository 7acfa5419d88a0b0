package org.gradus.optim.chart;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * An SVG document that is written element by element, the same to the byte everywhere: attributes in the order given, numbers
 * with at most two decimals, text escaped. It refers to nothing outside itself, and has no identifiers that could clash with those
 * of another drawing on the same page.
 *
 * <pre>{@code
 * String drawing = new Svg(100, 50, "A line")
 *         .element("line", "x1", 0, "y1", 0, "x2", 100, "y2", 50, "class", Svg.stroke(0))
 *         .finish();
 * }</pre>
 *
 * <p>Colours are classes, defined for light and for dark surroundings: {@code gr-paper}, {@code gr-grid} and {@code gr-axis}
 * for the frame, {@code gr-text}, {@code gr-faint} and {@code gr-title} for writing, {@code gr-contour} for regions that lie
 * on one another, {@code gr-mark} for what is pointed out, {@code gr-halo} beneath a line to set it off, {@link #stroke} and
 * {@link #fill} for what is shown. The paper is opaque, so that a drawing is readable on any background.
 */
public final class Svg {
    private static final double DECIMALS = 100;
    private static final double LARGEST = 1e12;

    private final StringBuilder text = new StringBuilder();
    private final Deque<String> open = new ArrayDeque<>();

    /**
     * Begins a document with its paper and colours.
     *
     * @param width in pixels, above 0
     * @param height in pixels, above 0
     * @param title what it shows, for those who cannot see it
     */
    public Svg(double width, double height, String title) {
        open(
                "svg",
                "xmlns",
                "http://www.w3.org/2000/svg",
                "width",
                width,
                "height",
                height,
                "viewBox",
                "0 0 " + number(width) + " " + number(height),
                "role",
                "img",
                "aria-label",
                title);
        line("<style>" + Colours.STYLE + "</style>");
        element("rect", "width", width, "height", height, "rx", 6, "class", "gr-paper");
    }

    /**
     * The class of a line in one of the colours for series.
     *
     * @param series its number, from 0; colours repeat after {@value Colours#COUNT}
     * @return the class
     */
    public static String stroke(int series) {
        return "gr-line" + Math.floorMod(series, Colours.COUNT);
    }

    /**
     * The class of a surface or a text in one of the colours for series.
     *
     * @param series its number, from 0; colours repeat after {@value Colours#COUNT}
     * @return the class
     */
    public static String fill(int series) {
        return "gr-fill" + Math.floorMod(series, Colours.COUNT);
    }

    /**
     * Adds an element without content.
     *
     * @param name such as {@code circle}
     * @param attributes names and values in turn; a number is written by {@link #number}, anything else as its text
     * @return this document
     * @throws IllegalArgumentException when a name lacks its value, or a number is not finite
     */
    public Svg element(String name, Object... attributes) {
        return line("<" + name + written(attributes) + "/>");
    }

    /**
     * Adds an element around a text.
     *
     * @param name such as {@code text}
     * @param content the text, not yet escaped
     * @param attributes names and values in turn
     * @return this document
     * @throws IllegalArgumentException when a name lacks its value, or a number is not finite
     */
    public Svg text(String name, String content, Object... attributes) {
        return line("<" + name + written(attributes) + ">" + escaped(content) + "</" + name + ">");
    }

    /**
     * Begins an element that holds those that follow, such as {@code g}. A nested {@code svg} cuts off what leaves it.
     *
     * @param name its name
     * @param attributes names and values in turn
     * @return this document
     * @throws IllegalArgumentException when a name lacks its value, or a number is not finite
     */
    public Svg open(String name, Object... attributes) {
        line("<" + name + written(attributes) + ">");
        open.push(name);
        return this;
    }

    /**
     * Ends the element that was opened last.
     *
     * @return this document
     */
    public Svg close() {
        return line("</" + open.pop() + ">");
    }

    /**
     * Ends all elements that are open.
     *
     * @return the document
     */
    public String finish() {
        while (!open.isEmpty()) {
            close();
        }
        return text.toString();
    }

    private Svg line(String line) {
        text.append(" ".repeat(open.size())).append(line).append('\n');
        return this;
    }

    private static String written(Object... attributes) {
        if (attributes.length % 2 != 0) {
            throw new IllegalArgumentException("svg: " + attributes.length
                    + " attributes; give names and values in turn, the last is " + attributes[attributes.length - 1]);
        }
        StringBuilder written = new StringBuilder();
        for (int i = 0; i < attributes.length; i += 2) {
            Object value = attributes[i + 1];
            String shown = value instanceof Number n ? number(n.doubleValue()) : escaped(value.toString());
            written.append(' ')
                    .append(attributes[i])
                    .append("=\"")
                    .append(shown)
                    .append('"');
        }
        return written.toString();
    }

    /**
     * A coordinate, rounded to two decimals.
     *
     * @param value the coordinate, between −1e12 and 1e12
     * @return such as {@code 12}, {@code 0.5} or {@code -3.25}
     * @throws IllegalArgumentException when it is not a number in that range
     */
    public static String number(double value) {
        if (!(Math.abs(value) <= LARGEST)) {
            throw new IllegalArgumentException("svg: " + value + " is no coordinate");
        }
        long hundredths = Math.round(Math.abs(value) * DECIMALS);
        String sign = value < 0 && hundredths > 0 ? "-" : "";
        String whole = sign + hundredths / 100;
        long rest = hundredths % 100;
        if (rest == 0) {
            return whole;
        }
        return whole + (rest % 10 == 0 ? "." + rest / 10 : rest < 10 ? ".0" + rest : "." + rest);
    }

    /**
     * A text as XML holds it in content and attributes; characters that XML forbids become U+FFFD.
     *
     * @param text any text
     * @return the escaped text
     */
    public static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.appendCodePoint(allowed(c) ? c : 0xFFFD);
            }
        });
        return escaped.toString();
    }

    private static boolean allowed(int c) {
        boolean control = c < 0x20 && c != '\t' && c != '\n' && c != '\r';
        boolean surrogate = c >= 0xD800 && c < 0xE000;
        return !control && !surrogate && c != 0xFFFE && c != 0xFFFF;
    }
}
