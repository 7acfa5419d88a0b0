package org.gradus.optim.landscape;

/**
 * A point of a {@link Surface} with its height.
 *
 * @param x the first coordinate
 * @param y the second coordinate
 * @param value the function there
 */
public record Place(double x, double y, double value) {}
