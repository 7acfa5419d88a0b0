package org.gradus.optim.chart;

/**
 * A mark on an axis.
 *
 * @param value where it is
 * @param label what is written beside it
 */
public record Tick(double value, String label) {}
