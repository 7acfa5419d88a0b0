package org.gradus.optim.rule;

import org.gradus.core.Shape;

/**
 * One float tensor of a rule's state.
 *
 * @param name its name within the rule, such as {@code v}
 * @param shape its shape, which need not be that of the parameter: Adafactor keeps a row and a column
 * @param initial what every element starts at
 */
public record Slot(String name, Shape shape, float initial) {}
