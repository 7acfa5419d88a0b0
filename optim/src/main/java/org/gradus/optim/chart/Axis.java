package org.gradus.optim.chart;

import java.util.List;

/**
 * A range of values along one direction of a chart, with the marks that a human would choose: multiples of 1, 2 or 5 times a
 * power of ten; on a logarithmic axis powers of ten, and 2 and 5 times them where there are few.
 *
 * @param least the value at the beginning
 * @param greatest the value at the end, above the least
 * @param logarithmic whether equal distances are equal factors; the values must then be above 0
 * @param ticks the marks, ascending, within the range
 */
public record Axis(double least, double greatest, boolean logarithmic, List<Tick> ticks) {
    /**
     * Checks the range.
     *
     * @param least the value at the beginning
     * @param greatest the value at the end
     * @param logarithmic whether equal distances are equal factors
     * @param ticks the marks
     * @throws IllegalArgumentException when there is no such range
     */
    public Axis {
        checkRange(least, greatest, logarithmic);
        ticks = List.copyOf(ticks);
    }

    private static void checkRange(double least, double greatest, boolean logarithmic) {
        if (!(least < greatest) || !Double.isFinite(least) || !Double.isFinite(greatest)) {
            throw new IllegalArgumentException("axis: there is no range from " + least + " to " + greatest);
        }
        if (logarithmic && least <= 0) {
            throw new IllegalArgumentException(
                    "axis: a logarithmic range cannot begin at " + least + "; it must be above 0");
        }
    }

    /**
     * A linear axis of exactly this range.
     *
     * @param least the value at the beginning
     * @param greatest the value at the end
     * @param marks about how many marks there should be, at least 1
     * @return the axis
     * @throws IllegalArgumentException when there is no such range
     */
    public static Axis linear(double least, double greatest, int marks) {
        checkRange(least, greatest, false);
        return new Axis(least, greatest, false, Ticks.linear(least, greatest, marks));
    }

    /**
     * A logarithmic axis of exactly this range.
     *
     * @param least the value at the beginning, above 0
     * @param greatest the value at the end
     * @param marks about how many marks there should be, at least 1
     * @return the axis
     * @throws IllegalArgumentException when there is no such range
     */
    public static Axis logarithmic(double least, double greatest, int marks) {
        checkRange(least, greatest, true);
        return new Axis(least, greatest, true, Ticks.logarithmic(least, greatest, marks));
    }

    /**
     * A linear axis that holds these values and begins and ends at a mark. It includes 0 if that is near.
     *
     * @param least the smallest value
     * @param greatest the largest value, which may equal the smallest
     * @param marks about how many marks there should be, at least 1
     * @return the axis
     * @throws IllegalArgumentException when a value is not finite
     */
    public static Axis around(double least, double greatest, int marks) {
        double low = least > 0 && least <= greatest / 2 || least == greatest ? Math.min(least, 0) : least;
        double high = greatest < 0 && greatest >= least / 2 || least == greatest ? Math.max(greatest, 0) : greatest;
        if (low == high) {
            high = 1;
        }
        checkRange(low, high, false);
        double[] whole = Ticks.whole(low, high, marks);
        return linear(whole[0], whole[1], marks);
    }

    /**
     * A logarithmic axis that holds these values and begins and ends at a power of ten, or at 2 or 5 times one.
     *
     * @param least the smallest value, above 0
     * @param greatest the largest value, which may equal the smallest
     * @param marks about how many marks there should be, at least 1
     * @return the axis
     * @throws IllegalArgumentException when a value is not finite or not above 0
     */
    public static Axis logarithmicAround(double least, double greatest, int marks) {
        checkRange(least, Math.nextUp(greatest), true);
        double low = Ticks.factorBelow(least);
        double high = Ticks.factorAbove(greatest);
        return low < high ? logarithmic(low, high, marks) : logarithmic(low / 10, high * 10, marks);
    }

    /**
     * Where a value lies.
     *
     * @param value the value
     * @return 0 at the beginning of the axis, 1 at its end; beyond for values outside
     */
    public double share(double value) {
        if (logarithmic) {
            return StrictMath.log(value / least) / StrictMath.log(greatest / least);
        }
        return (value - least) / (greatest - least);
    }
}
