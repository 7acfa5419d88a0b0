package org.gradus.optim.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringReader;
import java.util.Locale;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

class SvgTest {
    static Document parsed(String svg) {
        try {
            return DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new InputSource(new StringReader(svg)));
        } catch (SAXException | IOException | ParserConfigurationException e) {
            throw new AssertionError(svg, e);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-0.0, 0",
        "12, 12",
        "0.5, 0.5",
        "-3.25, -3.25",
        "1.006, 1.01",
        "2.999, 3",
        "0.04, 0.04",
        "-0.001, 0",
        "-0.01, -0.01",
        "123456789, 123456789",
        "7.10, 7.1"
    })
    void numbersHaveAtMostTwoDecimals(double value, String text) {
        assertThat(Svg.number(value)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, -1e13})
    void whatIsNoCoordinateIsRefused(double value) {
        assertThatThrownBy(() -> Svg.number(value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("svg: " + value + " is no coordinate");
    }

    @Test
    void anyTextSurvivesAnXmlReader() {
        String wicked = "a<b> & \"c\" 'd' ]]> é 学 \uD83D\uDE00 \u0000\u0007\uFFFE\uD800";
        Document document = parsed(
                new Svg(10, 10, wicked).text("text", wicked, "class", wicked).finish());
        String read = "a<b> & \"c\" 'd' ]]> é 学 \uD83D\uDE00 \uFFFD\uFFFD\uFFFD\uFFFD";
        assertThat(document.getDocumentElement().getAttribute("aria-label")).isEqualTo(read);
        assertThat(document.getElementsByTagName("text").item(0).getTextContent())
                .isEqualTo(read);
        assertThat(document.getElementsByTagName("text")
                        .item(0)
                        .getAttributes()
                        .getNamedItem("class")
                        .getNodeValue())
                .isEqualTo(read);
    }

    @Test
    void theLocaleChangesNothing() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.ROOT);
            String expected = drawing();
            for (String tag : new String[] {"de-DE", "ar-EG-u-nu-arab", "tr-TR", "th-TH-u-nu-thai"}) {
                Locale.setDefault(Locale.forLanguageTag(tag));
                assertThat(drawing()).isEqualTo(expected);
            }
        } finally {
            Locale.setDefault(before);
        }
    }

    private static String drawing() {
        Axis axis = Axis.linear(-1.5, 2.5, 4);
        Plot plot = Plot.of("Line", axis, Axis.logarithmic(1e-7, 1e7, 5)).withLabels("x", "y");
        return plot.draw(svg -> svg.element("line", "x1", plot.x(0.3), "y1", plot.y(1000.5), "x2", 1, "y2", 2));
    }

    @Test
    void elementsNest() {
        String svg =
                new Svg(20, 10, "t").open("g").element("rect", "width", 1.5).finish();
        assertThat(svg).startsWith("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"20\" height=\"10\"");
        assertThat(svg).endsWith(" <g>\n  <rect width=\"1.5\"/>\n </g>\n</svg>\n");
        assertThatThrownBy(() -> new Svg(20, 10, "t").element("rect", "width"))
                .hasMessage("svg: 1 attributes; give names and values in turn, the last is width");
    }

    @Test
    void aPathLeavesOutPointsThatFallTogether() {
        assertThat(new SvgPath()
                        .line(1, 1)
                        .line(1.001, 1)
                        .line(2, 1)
                        .move(2, 1)
                        .line(3, 0)
                        .close())
                .hasToString("M1 1L2 1M2 1L3 0Z");
        assertThat(new SvgPath().isEmpty()).isTrue();
    }
}
