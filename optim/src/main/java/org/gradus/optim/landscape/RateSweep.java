package org.gradus.optim.landscape;

import java.util.List;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import org.gradus.optim.chart.LineChart;

/**
 * What a {@link RateFinder} saw, and what it makes of it.
 *
 * <p>The first tenth of the trials and the last five are left out of the search, as in fastai. There is no suggestion when
 * the smoothed loss falls by no more than three standard errors of the difference, with the noise of a batch estimated by
 * the median jump between neighbours; that test is not fastai's, which always suggests something.
 *
 * @param trials the rates that were tried, ascending
 * @param end why it ended, in words
 * @param suggestion where the smoothed loss falls fastest against the logarithm of the rate, on the way to its lowest point;
 *     empty when it does not fall by more than its noise
 * @param valley the point at half the length of the longest falling run of the smoothed loss: fastai's {@code valley};
 *     empty like the suggestion
 * @param tenthOfLowest a tenth of the rate at which the smoothed loss is lowest: fastai's {@code minimum}; empty like the
 *     suggestion
 * @param reason what the suggestion rests on, or why there is none, in words
 */
public record RateSweep(
        List<Trial> trials,
        String end,
        OptionalDouble suggestion,
        OptionalDouble valley,
        OptionalDouble tenthOfLowest,
        String reason) {
    /**
     * One rate.
     *
     * @param rate the learning rate of a step
     * @param loss the loss of the batch before that step
     * @param smoothed the smoothed loss so far
     */
    public record Trial(double rate, double loss, double smoothed) {}

    /**
     * Copies the list.
     *
     * @param trials the rates that were tried
     * @param end why it ended
     * @param suggestion where the smoothed loss falls fastest
     * @param valley the middle of the longest falling run
     * @param tenthOfLowest a tenth of the rate of the lowest loss
     * @param reason what the suggestion rests on
     */
    public RateSweep {
        trials = List.copyOf(trials);
    }

    static RateSweep of(List<Trial> trials, String end, double smoothing) {
        return new RateAdvice(trials, smoothing).given(end);
    }

    /**
     * A chart of both losses against the rate, with the suggestion marked. Losses are cut off as far above the first
     * smoothed loss as the lowest is below it, so that the way down can be seen beside the divergence.
     *
     * @return the chart, to be drawn as text or as SVG
     */
    public LineChart chart() {
        double first = trials.isEmpty() ? 0 : trials.get(0).smoothed();
        double least = trials.stream().mapToDouble(Trial::smoothed).min().orElse(0);
        double cut = first > least ? first + (first - least) : Double.POSITIVE_INFINITY;
        double[] rates = trials.stream().mapToDouble(Trial::rate).toArray();
        double[] losses = cut(Trial::loss, cut);
        double[] smoothed = cut(Trial::smoothed, cut);
        LineChart chart = LineChart.of("Loss by learning rate")
                .withLabels("learning rate", "loss")
                .withLogarithmicX()
                .with("loss of the batch", rates, losses)
                .with("smoothed loss", rates, smoothed);
        if (suggestion.isEmpty()) {
            return chart;
        }
        double rate = suggestion.getAsDouble();
        double bottom = DoubleStream.concat(DoubleStream.of(losses), DoubleStream.of(smoothed))
                .min()
                .orElse(0);
        double top = DoubleStream.concat(DoubleStream.of(losses), DoubleStream.of(smoothed))
                .max()
                .orElse(0);
        return chart.with("suggestion " + Shown.of(rate), new double[] {rate, rate}, new double[] {bottom, top});
    }

    private double[] cut(ToDoubleFunction<Trial> loss, double at) {
        return trials.stream().mapToDouble(loss).map(l -> Math.min(l, at)).toArray();
    }
}
