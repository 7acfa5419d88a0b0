package org.gradus.optim.chart;

/** The colours of drawings, as a style sheet with classes for light and dark surroundings. */
final class Colours {
    /** How many colours there are for series. */
    static final int COUNT = 8;

    private static final String[] ON_LIGHT = {
        "#0b6fb8", "#cf5200", "#13865b", "#b03a8c", "#8f6a00", "#0f8393", "#c0302b", "#5f6b7a"
    };
    private static final String[] ON_DARK = {
        "#58a6ff", "#ff9a4d", "#4cc38a", "#e38ad0", "#e0b93f", "#4fc3d9", "#ff7b72", "#a0aab8"
    };

    static final String STYLE = "text{font:12px system-ui,-apple-system,'Segoe UI',Helvetica,Arial,sans-serif}"
            + ".gr-title{font-size:15px;font-weight:600}"
            + frame("#ffffff", "#e4e8ed", "#7d8794", "#1f2328", "#59636e")
            + series(ON_LIGHT)
            + "@media (prefers-color-scheme:dark){"
            + frame("#15191f", "#2a313a", "#7d8794", "#e6eaef", "#9aa4b0")
            + series(ON_DARK)
            + "}";

    private Colours() {}

    private static String frame(String paper, String grid, String axis, String text, String faint) {
        return ".gr-paper{fill:" + paper + "}"
                + ".gr-grid{stroke:" + grid + ";fill:none}"
                + ".gr-axis{stroke:" + axis + ";fill:none}"
                + ".gr-text,.gr-title{fill:" + text + "}"
                + ".gr-faint{fill:" + faint + "}"
                + ".gr-mark{stroke:" + text + ";fill:none;stroke-width:2}"
                + ".gr-halo{stroke:" + paper + ";fill:none;stroke-width:4;stroke-opacity:.6;stroke-linejoin:round}"
                + ".gr-contour{fill:" + axis + ";stroke:" + axis
                + ";fill-opacity:.05;stroke-opacity:.5;stroke-width:.8;fill-rule:evenodd}";
    }

    private static String series(String... colours) {
        StringBuilder style = new StringBuilder();
        for (int i = 0; i < COUNT; i++) {
            style.append(".gr-line").append(i).append("{stroke:").append(colours[i]);
            style.append(";fill:none;stroke-width:2;stroke-linejoin:round}");
            style.append(".gr-fill")
                    .append(i)
                    .append("{fill:")
                    .append(colours[i])
                    .append('}');
        }
        return style.toString();
    }
}
