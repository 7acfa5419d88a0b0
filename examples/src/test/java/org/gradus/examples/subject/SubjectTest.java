package org.gradus.examples.subject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class SubjectTest {
    private static final Pattern NUMBER = Pattern.compile("(?<![\\w.])-?\\d+(\\.\\d+)?(e[+-]?\\d+)?(?![\\w.])");

    @Test
    void curvatureAndGradientsAreWhatMakesOptimizationDifficult() throws IOException {
        String printed = printedBy(Curvature::show);
        assertThat(printed).contains("curvature along x: 2.0", "curvature along y: -2.0");

        double before = number(printed, "error before:");
        assertThat(number(printed, "rate 1.9 / curvature:")).isLessThan(before);
        // The part along the steepest direction grows by 1.1 each step, its square by 1.1^400 > 1e16.
        assertThat(number(printed, "rate 2.1 / curvature:")).isGreaterThan(1e6 * before);

        List<Double> ends = numbers(printed, "The network's curvatures at its start lie from");
        assertThat(ends.get(0)).isNegative();
        assertThat(ends.get(1)).isGreaterThan(-ends.get(0));
        List<Double> lowest = numbers(printed, "it is lowest,");
        assertThat(number(printed, "The rate finder:")).isBetween(0.05, lowest.get(1));
        assertThat(lowest.get(0)).as("of ten classes told by chance").isLessThan(Math.log(10));

        // A sigmoid passes at most a quarter of a gradient: nine layers a factor of 4^9 = 2.6e5, times that of the
        // weights.
        List<Double> growth = numbers(printed, "last / first: sigmoid");
        assertThat(growth.get(0)).isGreaterThan(1e4);
        assertThat(growth.get(1)).isBetween(0.1, 10.0);

        // Each layer multiplies the root mean square by sqrt(64 / 2) = 2^2.5, and floats end at 2^128 = 2^(51.2 · 2.5).
        assertThat(printed)
                .containsPattern(
                        "linear: produced -?Infinity at .* in layer 'layer(4[7-9]|5[0-3])'; its inputs were finite");
        assertThat(printed).contains("networks of 2 and 3 layers: true", "With another seed: false");
    }

    @Test
    void smallerBatchesReachALowerLossInAsManyEpochs() throws IOException {
        String printed = printedBy(DescentSizes::show);
        List<Double> start = numbers(printed, "    0  ");
        assertThat(start).hasSize(3).containsOnly(start.get(0));
        List<Double> end = numbers(printed, "    5  ");
        assertThat(end.get(0)).as("batch").isLessThan(start.get(0));
        assertThat(end.get(1)).as("mini-batch").isLessThan(0.5 * end.get(0));
        assertThat(end.get(2)).as("stochastic").isLessThan(0.5 * end.get(1));
        assertThat(numbers(printed, "steps")).as("1167 = 36 · 32 + 15").containsExactly(1.0, 37.0, 1167.0);
        List<Double> growing = numbers(printed, "[4, 8, 16, 32, 64]:");
        assertThat(growing.get(0)).isBetween(end.get(2), end.get(1));
        assertThat(growing.get(1)).as("292 + 146 + 73 + 37 + 19").isEqualTo(567);
        List<Double> accumulated = numbers(printed, "accumulated:");
        assertThat(accumulated.subList(0, 2)).containsExactly(1.0, 1.0);
        // Weights lie within (-1, 1), where two roundings differ by 2^-24 each.
        assertThat(accumulated.get(2)).isLessThanOrEqualTo(0x1p-23);

        String whole = printed.substring(printed.indexOf("The network's loss of all digits"));
        assertThat(numbers(whole, "    1  ").stream().distinct())
                .as("before the first step")
                .hasSize(1);
        List<Double> late = numbers(whole, "   50  ");
        assertThat(late.get(1)).as("momentum").isLessThan(late.get(0) / 4);
        assertThat(late.get(2)).as("L-BFGS").isLessThan(late.get(1) / 1000);
    }

    @Test
    void aFallingRateEndsNearerToTheMinimum() throws IOException {
        String printed = printedBy(LearningRates::show);
        // At rate r the variance becomes r / (2 - r); the mean of 256 squares has a relative deviation of sqrt(2 /
        // 256).
        double constant = number(printed, "constant; mean square error after 600 noisy steps:");
        double expected = 0.1 / 1.9;
        assertThat(constant).isCloseTo(expected, within(4 * Math.sqrt(2.0 / 256) * expected));
        for (String name : List.of("step", "cosine", "warm-up, then cosine")) {
            assertThat(number(printed, name + "; mean square error after 600 noisy steps:"))
                    .as(name)
                    .isLessThan(constant / 4);
        }
        assertThat(printed).contains("|" + "#".repeat(60) + System.lineSeparator());
        assertThat(printed).contains("|" + "#".repeat(15) + System.lineSeparator());
        assertThat(printed).contains("cosine at 300: 0.0500, at 0: 0.1000, at 300: 0.0500");
        assertThat(printed).contains("multiStep(0.1, 0.3, 300, 450)");
        assertThat(numbers(printed, "  1.00:"))
                .endsWith(0.05, 0.62, 0.05, 0.5, 0.05)
                .startsWith(0.1, 0.7, 0.1);
        // Descent alone has 0.962^100 of the way left: its value is 81 / 2 times the square.
        double descent = trail(printed, "descent");
        assertThat(descent).isCloseTo(40.5 * Math.pow(0.962, 200), within(1e-3));
        for (String rule : List.of("AdaGrad", "RMSprop", "AdaDelta", "Rprop")) {
            assertThat(trail(printed, rule)).as(rule).isLessThan(descent);
        }
    }

    /** Where a rule ended on a surface: the third number behind the steps. */
    private static double trail(String printed, String rule) {
        return numbers(printed.substring(printed.indexOf("optimizer  end")), rule + " ")
                .get(3);
    }

    @Test
    void momentumNeedsFewerStepsInARavineAndClippingSurvivesACliff() throws IOException {
        String printed = printedBy(MomentumAndClipping::show);
        // The value falls from 100 by (99 / 101)^2 each step: to 1e-6 in ln(1e8) / (2 · ln(101 / 99)) = 460.5 steps.
        double plain = number(printed, "plain:");
        assertThat(plain).isCloseTo(461, within(1.0));
        assertThat(number(printed, "momentum:")).isLessThan(plain / 5);
        assertThat(number(printed, "Nesterov:")).isLessThan(plain / 3);

        List<Double> clipped = numbers(printed, "clipped to 10: at");
        assertThat(clipped.get(0)).isBetween(0.0, 0.2);
        assertThat(clipped.get(2)).as("4 · 20^3, before clipping").isEqualTo(32000);
        assertThat(printed)
                .contains("not clipped: after 3 steps: the gradient of 'position'")
                .containsPattern("not clipped, strict: optimizer: step 3: .*nothing was changed");
        for (String rule : List.of("momentum", "Nesterov", "Lookahead")) {
            assertThat(trail(printed, rule)).as(rule).isLessThan(trail(printed, "descent") / 10);
        }
        assertThat(numbers(printed, "by value, 3.5 ")).containsExactly(3.0, -3.5);
        assertThat(numbers(printed, "by norm, 1 ")).containsExactly(0.6, -0.8);
        assertThat(numbers(printed, "global norm, 1 ")).containsExactly(0.6, -0.8);
        // Half of the weights' length, sqrt(2), in the direction (3, -4) / 5.
        assertThat(numbers(printed, "by unit, 0.5 ")).containsExactly(0.424, -0.566);
        assertThat(numbers(printed, "own, halved ")).containsExactly(1.5, -2.0);
        double noisy = number(printed, "  none ");
        for (String average : List.of("EMA", "Polyak", "SWA")) {
            assertThat(number(printed, "  " + average + " ")).as(average).isLessThan(noisy / 4);
        }
    }

    @Test
    void stepsOfAdamDoNotDependOnTheSizeOfTheGradient() throws IOException {
        String printed = printedBy(AdamFamily::show);
        double[] gradients = {1000, 1, 1e-3, 1e-6};
        assertRow(printed, "Sgd ", Arrays.stream(gradients).map(g -> 0.01 * g).toArray());
        assertRow(printed, "Adam ", adam(1e-8, gradients));
        assertRow(printed, "Adam, Keras", adam(1e-7 / Math.sqrt(1 - 0.999), gradients));

        List<Double> coupled = numbers(printed, "Adam, l2 ");
        assertThat(coupled.get(0)).isGreaterThan(10 * coupled.get(1));
        // The decay alone leaves (1 - 0.01 · 0.1)^200; the alternating steps add some of 0.01 and less.
        List<Double> decoupled = numbers(printed, "AdamW ");
        assertThat(decoupled.get(0)).isCloseTo(Math.pow(0.999, 200), within(0.02));
        assertThat(decoupled.get(1)).isEqualTo(decoupled.get(0));
        assertThat(printed)
                .containsPattern("encoder\\.weight .* x0\\.1 +0\\.01")
                .containsPattern("head\\.weight .* x1 +0\\R");

        double descent = trail(printed, "descent");
        for (String rule : List.of("Adam", "NAdam", "Yogi", "Lion")) {
            assertThat(trail(printed, rule)).as(rule).isLessThan(descent / 3);
        }
        List<String> rules = printed.lines()
                .dropWhile(line -> !line.startsWith("The digits' loss after"))
                .skip(1)
                .toList();
        assertThat(rules).hasSize(24).allSatisfy(line -> {
            String numbers = line.substring(18);
            assertThat(Double.parseDouble(numbers.substring(6).strip()))
                    .as(line)
                    .isBetween(0.05, 0.75);
        });
    }

    private static double[] adam(double eps, double[] gradients) {
        return Arrays.stream(gradients).map(g -> 0.01 * g / (g + eps)).toArray();
    }

    private static void assertRow(String printed, String name, double[] expected) {
        List<Double> row = numbers(printed, name);
        for (int i = 0; i < expected.length; i++) {
            assertThat(row.get(i)).as(name).isCloseTo(expected[i], within(0.006 * expected[i]));
        }
    }

    @Test
    void heKeepsTheVarianceOfActivations() throws IOException {
        String printed = printedBy(StartingPoint::show);
        // Given the layer before, relu(z)^2 has mean q and variance 5·q^2 for z of variance 2·q: over ten layers of n
        // values the
        // logarithm of the mean square deviates by sqrt(10 · 5 / n) at most.
        double factor = Math.exp(4 * Math.sqrt(5.0 * StartingPoint.LAYERS / StartingPoint.WIDTH));
        assertNear(number(printed, "He:"), 1, factor);
        assertNear(number(printed, "Xavier:"), Math.pow(0.5, StartingPoint.LAYERS), factor);
        assertNear(number(printed, "unit normal:"), Math.pow(0.5 * StartingPoint.WIDTH, StartingPoint.LAYERS), factor);

        assertThat(printed).contains("training part: mean 0.000, deviation 1.000");
        assertThat(numbers(printed, "test part:").get(1))
                .isCloseTo(1, within(0.05))
                .isNotEqualTo(1);
        assertThat(number(printed, "without normalisation:")).isGreaterThan(1e12);
        assertThat(number(printed, "with BatchNorm2d:"))
                .as("half of variance 1")
                .isCloseTo(0.5, within(0.1));
    }

    private static void assertNear(double actual, double expected, double factor) {
        assertThat(actual).isBetween(expected / factor, expected * factor);
    }

    @Test
    void regularizersKeepWeightsSmallAndTheLossLow() throws IOException {
        String printed = printedBy(Regularizers::show);
        List<Double> none = numbers(printed, "  none");
        List<Double> l1 = numbers(printed, "  l1");
        List<Double> l2 = numbers(printed, "  l2");
        List<Double> undecayed = numbers(printed, "  AdamW, none");
        List<Double> decayed = numbers(printed, "  AdamW, decay");
        for (int column : new int[] {0, 2}) {
            assertThat(l1.get(column)).isLessThan(none.get(column));
            assertThat(l2.get(column)).isLessThan(none.get(column));
            assertThat(decayed.get(column)).isLessThan(undecayed.get(column));
        }
        assertThat(l1.get(1)).as("weights near 0").isGreaterThan(5 * l2.get(1));

        // The mean of 120 numbers that are 4/3 with probability 3/4.
        List<Double> dropout = numbers(printed, "mean in training:");
        assertThat(dropout.get(0)).isCloseTo(1, within(4 * 4.0 / 3 * Math.sqrt(0.75 * 0.25 / 120)));
        assertThat(dropout.get(1)).isEqualTo(1);

        assertThat(pictures(printed)).hasSize(5).doesNotHaveDuplicates();

        List<Double> losses = numbers(printed, "validation loss at the end:");
        assertThat(losses.get(1)).as("the best weights were put back").isLessThan(losses.get(0));
        assertThat(printed).containsPattern("stopped after \\d\\d of 300 epochs: best .* not better for 20 of 20");

        // The smoothed loss is least where the right class has 0.91: at ln(0.91 · 9 / 0.09) = 4.5.
        double smoothedAt4 = numbers(printed, "         4 ").get(1);
        for (String other : List.of("0", "2", "6", "8", "12")) {
            assertThat(numbers(printed, " ".repeat(10 - other.length()) + other + " ")
                            .get(1))
                    .isGreaterThan(smoothedAt4);
        }
        assertThat(numbers(printed, "        12 ").get(0)).as("plain").isZero();
    }

    private static List<String> pictures(String printed) {
        List<String> lines = printed.lines().toList();
        int first = lines.indexOf("A digit, and what it is in four epochs:") + 1;
        StringBuilder[] pictures = new StringBuilder[5];
        Arrays.setAll(pictures, i -> new StringBuilder());
        for (String line : lines.subList(first, first + 8)) {
            String padded = line + " ".repeat(5 * 18 - line.length());
            for (int i = 0; i < pictures.length; i++) {
                pictures[i].append(padded, 18 * i, 18 * (i + 1)).append('\n');
            }
        }
        return Arrays.stream(pictures).map(StringBuilder::toString).toList();
    }

    private interface Program {
        void show(PrintStream out) throws IOException;
    }

    private static String printedBy(Program program) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (PrintStream out = new PrintStream(bytes, false, StandardCharsets.UTF_8)) {
            program.show(out);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static double number(String printed, String label) {
        return numbers(printed, label).get(0);
    }

    /** The numbers that follow a text on the first line that has it. */
    private static List<Double> numbers(String printed, String label) {
        String line = printed.lines()
                .filter(l -> l.contains(label))
                .findFirst()
                .orElseThrow(() -> new AssertionError("nothing like '" + label + "' in\n" + printed));
        return NUMBER.matcher(line.substring(line.indexOf(label) + label.length()))
                .results()
                .map(MatchResult::group)
                .map(Double::valueOf)
                .toList();
    }
}
