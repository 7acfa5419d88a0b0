package org.gradus.benchmarks.probe;

/**
 * What one call of a kernel must do at least.
 *
 * @param flops floating-point operations, a fused multiply-add counted as two; 0 where only traffic counts
 * @param bytes bytes that must be read and written, each once
 * @param pattern the way through memory that comes nearest
 * @param threads how many threads may work
 */
public record Work(double flops, double bytes, Pattern pattern, int threads) {
    /**
     * The time below which no kernel can stay here: that of its operations at the probe's peak, or of its bytes at the
     * bandwidth of the pattern at the level which holds them, whichever is longer.
     *
     * @return nanoseconds
     */
    public double leastNanos() {
        return Math.max(fmaNanos(), trafficNanos());
    }

    /**
     * Whether operations bound it, not traffic.
     *
     * @return true when they take longer
     */
    public boolean boundByFma() {
        return fmaNanos() >= trafficNanos();
    }

    /**
     * The level that holds the bytes.
     *
     * @return the level
     */
    public Level level() {
        return Level.of(bytes, threads);
    }

    private double fmaNanos() {
        return flops == 0 ? 0 : flops / Probe.fma(threads);
    }

    private double trafficNanos() {
        return bytes / Probe.bandwidth(pattern, level(), threads);
    }
}
