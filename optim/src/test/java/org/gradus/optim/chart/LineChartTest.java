package org.gradus.optim.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.gradus.optim.schedule.Schedule;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class LineChartTest {
    private static final double[] X = {0, 1, 2, 3, 4};

    private static List<String> paths(String svg, int series) {
        List<String> found = new ArrayList<>();
        NodeList paths = SvgTest.parsed(svg).getElementsByTagName("path");
        for (int i = 0; i < paths.getLength(); i++) {
            Element path = (Element) paths.item(i);
            if (path.getAttribute("class").equals(Svg.stroke(series))) {
                found.add(path.getAttribute("d"));
            }
        }
        return found;
    }

    @Test
    void textShowsTitleAxesLinesAndNames() {
        LineChart chart = LineChart.of("Two lines")
                .withLabels("step", "rate")
                .with("falling", X, new double[] {4, 3, 2, 1, 0})
                .with("stair", X, new double[] {1, 1, 4, 4, 4});
        assertThat(chart.text(21, 5)).isEqualTo("""
                        Two lines
                        rate
                        4 +***       +++++++++++
                          |   *****++
                        2 +      ++*****
                          |++++++       *****
                        0 +                  ***
                          ++---------+---------+
                           0         2         4  step
                           * falling  + stair""");
    }

    @Test
    void aLineGoesThroughItsPoints() {
        LineChart chart = LineChart.of("l").with("l", X, new double[] {0, 5, 10, 5, 0});
        assertThat(paths(chart.svg(), 0)).containsExactly("M0 280L140 140L280 0L420 140L560 280");
        assertThat(paths(chart.svg(), 1)).isEmpty();
    }

    @Test
    void everySeriesHasItsColourAndItsNameInTheLegend() {
        LineChart chart = LineChart.of("title");
        for (int i = 0; i < 8; i++) {
            chart = chart.with("series " + i, X, new double[] {i, i, i, i, i});
        }
        String svg = chart.svg();
        for (int i = 0; i < 8; i++) {
            assertThat(paths(svg, i)).as("line and its sample in the legend").hasSize(2);
            assertThat(svg).contains(">series " + i + "</text>");
        }
        assertThat(LineChart.of("l").with("l", X, X).svg())
                .as("the title says it")
                .containsOnlyOnce(">l</text>");
    }

    @Test
    void pointsThatCannotBeShownInterruptALine() {
        double[] y = {1, Double.NaN, 3, 2, Double.POSITIVE_INFINITY};
        String svg = LineChart.of("l").with("l", X, y).svg();
        assertThat(paths(svg, 0)).singleElement().asString().isEqualTo("M373.33 0L560 93.33");
        assertThat(svg).as("a point by itself").contains("<circle cx=\"0\"");
        assertThat(LineChart.of("l").with("l", X, y).text(21, 5)).contains("*");
    }

    @Test
    void aLogarithmicAxisSpacesFactorsEvenlyAndLeavesOutWhatIsNotAboveZero() {
        LineChart chart =
                LineChart.of("l").with("l", X, new double[] {0, 1, 10, 100, -1}).withLogarithmicY();
        assertThat(paths(chart.svg(), 0)).containsExactly("M0 280L280 140L560 0");
        assertThat(paths(LineChart.of("l").with("l", X, X).withLogarithmicX().svg(), 0))
                .as("0 is left out, too, to the right")
                .singleElement()
                .asString()
                .startsWith("M0 ");
        double[] decades = {1, 10, 100, 1000, 10_000};
        assertThat(paths(
                        LineChart.of("l")
                                .with("l", decades, X)
                                .withLogarithmicX()
                                .svg(),
                        0))
                .containsExactly("M0 280L140 210L280 140L420 70L560 0");
    }

    @Test
    void aChartWithoutPointsIsAFrame() {
        for (LineChart chart : List.of(
                LineChart.of("empty"),
                LineChart.of("empty").with("none", new double[0], new double[0]),
                LineChart.of("empty")
                        .with("nan", X, new double[] {Double.NaN, Double.NaN, 0, 0, 0})
                        .withLogarithmicY())) {
            SvgTest.parsed(chart.svg());
            assertThat(chart.text(20, 4)).contains("+--");
        }
    }

    @Test
    void oneValueAloneHasAnAxisAroundIt() {
        for (double value : new double[] {0, 3, -3, 1e-300, 1e300}) {
            SvgTest.parsed(LineChart.of("l")
                    .with("l", new double[] {value}, new double[] {value})
                    .svg());
        }
    }

    @Test
    void manyStepsAreSampledFromTheFirstToTheLast() {
        List<Long> asked = new ArrayList<>();
        LineChart.of("l")
                .with(
                        "l",
                        step -> {
                            asked.add(step);
                            return 1;
                        },
                        Long.MAX_VALUE);
        assertThat(asked).hasSize(1000).isSorted().startsWith(0L).endsWith(Long.MAX_VALUE);
    }

    @Test
    void aLongTitleIsBrokenAndALongNameIsCut() {
        assertThat(Words.lines("a bb ccc dddd", 6)).containsExactly("a bb", "ccc", "dddd");
        assertThat(Words.lines("abcdefgh ij", 3)).containsExactly("abc", "def", "gh", "ij");
        assertThat(Words.lines("", 3)).containsExactly("");
        assertThat(Words.lines("abc de", 3)).containsExactly("abc", "de");
        assertThat(Words.lines("abc", 3)).containsExactly("abc");
        assertThat(Words.lines(" abcd", 3)).containsExactly(" ab", "cd");
        assertThat(Words.cut("abcdef", 4)).isEqualTo("abc…");
        assertThat(Words.cut("abcd", 4)).isEqualTo("abcd");
        Schedule longest = Schedule.oneCycle(0.1, 500)
                .withRise(0.4)
                .withDivisors(10, 100)
                .withMomentum(0.5, 0.9)
                .rate();
        NodeList texts = SvgTest.parsed(longest.chart(600).svg()).getElementsByTagName("text");
        assertThat(texts.item(0).getTextContent() + " " + texts.item(1).getTextContent())
                .isEqualTo(longest.toString());
        String names = LineChart.of("t").with("n".repeat(200), X, X).svg();
        assertThat(names).contains(">" + "n".repeat(74) + "…</text>");
    }

    @Test
    void wickedNamesAreText() {
        String wicked = "</text><script>\"&'\u0001";
        String svg = LineChart.of(wicked)
                .withLabels(wicked, wicked)
                .with(wicked + "2", X, X)
                .svg();
        assertThat(SvgTest.parsed(svg).getElementsByTagName("script").getLength())
                .isZero();
        assertThat(SvgTest.parsed(svg).getElementsByTagName("text").item(0).getTextContent())
                .isEqualTo("</text><script>\"&'\uFFFD");
    }

    @Test
    void theDrawingIsTheSameToTheByteEverywhere() throws NoSuchAlgorithmException {
        String svg = LineChart.of("other")
                .withTitle("Learning rates of several schedules and of a model whose title is broken into two lines")
                .withLabels("step", "rate")
                .with("warm-up, then a cosine", Schedule.cosine(0.1, 80).withWarmUp(20)::at, 120)
                .with("stairs", Schedule.step(0.1, 30, 0.3)::at, 120)
                .with("one-cycle", Schedule.oneCycle(0.1, 100).rate()::at, 120)
                .with("a schedule with quite a long name", Schedule.wsd(0.05, 10, 60, 40)::at, 120)
                .with("n".repeat(100), new double[] {50, 60, 70}, new double[] {0.01, Double.NaN, 0.02})
                .withLogarithmicY()
                .svg();
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(svg.getBytes(StandardCharsets.UTF_8));
        assertThat(HexFormat.of().formatHex(hash))
                .as(svg)
                .isEqualTo("38443a9573b2ca0e99e854a432d6df68301f44133fc01e0eec522a94bc8ead31");
    }

    @Test
    void theLocaleChangesNeitherTextNorDrawing() {
        LineChart chart =
                Schedule.cosine(0.125, 50, 0.001).withWarmUp(7).chart(60).withLogarithmicY();
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.ROOT);
            String svg = chart.svg();
            String text = chart.text(40, 8);
            for (String tag : new String[] {"de-DE", "ar-EG-u-nu-arab", "hi-IN-u-nu-deva"}) {
                Locale.setDefault(Locale.forLanguageTag(tag));
                assertThat(chart.svg()).isEqualTo(svg);
                assertThat(chart.text(40, 8)).isEqualTo(text);
            }
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void mistakesAreNamed() {
        assertThatThrownBy(() -> LineChart.of("l").with("a", X, new double[3]))
                .hasMessage("line chart: 'a' has 5 x and 3 y; give as many of each");
        assertThatThrownBy(() -> LineChart.of("l").with("a", step -> 1, 0))
                .hasMessage("line chart: steps = 0 is not accepted; it must be at least 1");
        assertThatThrownBy(() -> LineChart.of("l").text(1, 5)).hasMessageContaining("columns = 1");
        assertThatThrownBy(() -> LineChart.of("l").text(5, 1)).hasMessageContaining("lines = 1");
        assertThatThrownBy(() ->
                        Plot.of("p", Axis.linear(0, 1, 2), Axis.linear(0, 1, 2)).withArea(0.5, 10))
                .hasMessage("plot: an area of 0.5 x 10.0 pixels is not accepted; each must lie in [1, 100000]");
    }
}
