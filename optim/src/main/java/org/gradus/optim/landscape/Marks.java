package org.gradus.optim.landscape;

import org.gradus.optim.chart.Svg;
import org.gradus.optim.chart.SvgPath;

/** What is marked on lines of equal height: where something starts, and where it is lowest. */
final class Marks {
    private static final double SIZE = 5;

    private Marks() {}

    static void ring(Svg svg, double x, double y) {
        svg.element("circle", "cx", x, "cy", y, "r", SIZE, "class", "gr-mark");
    }

    static void cross(Svg svg, double x, double y) {
        SvgPath path = new SvgPath()
                .move(x - SIZE, y - SIZE)
                .line(x + SIZE, y + SIZE)
                .move(x - SIZE, y + SIZE)
                .line(x + SIZE, y - SIZE);
        svg.element("path", "d", path, "class", "gr-mark");
    }
}
