package org.gradus.optim.landscape;

import java.util.List;
import java.util.Locale;

/**
 * What a {@link Race} gave.
 *
 * @param surface what was walked on
 * @param trails the way of each optimizer, in order
 */
public record Trails(Surface surface, List<Trail> trails) {
    /**
     * Copies the list.
     *
     * @param surface what was walked on
     * @param trails the way of each optimizer
     */
    public Trails {
        trails = List.copyOf(trails);
    }

    /**
     * A table: how each optimizer ended, after how many steps, where and how high, and why.
     *
     * @return several lines
     */
    public String summary() {
        int wide = "optimizer".length();
        for (Trail trail : trails) {
            wide = Math.max(wide, trail.name().length());
        }
        String format = "%-" + wide + "s  %-9s  %6s  %-22s  %-10s  %s%n";
        StringBuilder text = new StringBuilder(surface.name());
        if (!surface.formula().isEmpty()) {
            text.append(": ").append(surface.formula());
        }
        text.append(System.lineSeparator());
        text.append(String.format(Locale.ROOT, format, "optimizer", "end", "steps", "place", "value", "because"));
        for (Trail trail : trails) {
            Place last = trail.last();
            text.append(String.format(
                    Locale.ROOT,
                    format,
                    trail.name(),
                    trail.end().toString().toLowerCase(Locale.ROOT),
                    trail.steps(),
                    Shown.of(last),
                    Shown.of(last.value()),
                    trail.because()));
        }
        return text.toString();
    }

    /**
     * A drawing: lines of equal height, the start as a ring, the known minima as crosses, and the trails with their ends.
     *
     * @return an SVG document, the same to the byte for the same trails
     */
    public String toSvg() {
        return TrailChart.of(this);
    }
}
