package org.gradus.optim.chart;

/**
 * The course of a line for the attribute {@code d} of an SVG path. Points that round to the one before are left out.
 *
 * <pre>{@code
 * svg.element("path", "d", new SvgPath().move(0, 0).line(10, 5), "class", Svg.stroke(0));
 * }</pre>
 */
public final class SvgPath {
    private final StringBuilder text = new StringBuilder();
    private String last = "";

    /** An empty path. */
    public SvgPath() {}

    /**
     * Begins a line.
     *
     * @param x to the right
     * @param y down
     * @return this path
     */
    public SvgPath move(double x, double y) {
        last = Svg.number(x) + " " + Svg.number(y);
        text.append('M').append(last);
        return this;
    }

    /**
     * Draws a straight line, or begins one if there is none.
     *
     * @param x to the right
     * @param y down
     * @return this path
     */
    public SvgPath line(double x, double y) {
        if (text.isEmpty()) {
            return move(x, y);
        }
        String next = Svg.number(x) + " " + Svg.number(y);
        if (!next.equals(last)) {
            text.append('L').append(next);
            last = next;
        }
        return this;
    }

    /**
     * Draws a straight line to where this one began.
     *
     * @return this path
     */
    public SvgPath close() {
        text.append('Z');
        return this;
    }

    /**
     * Whether there is nothing to draw.
     *
     * @return true for a new path
     */
    public boolean isEmpty() {
        return text.isEmpty();
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
