package org.gradus.optim.rule;

import org.gradus.core.Parameter;
import org.gradus.core.Tensor;

/**
 * One parameter's share in a step that concerns several.
 *
 * @param context what its rule is told
 * @param parameter the parameter
 * @param gradient its gradient
 * @param slots its state
 */
public record Part(StepContext context, Parameter parameter, Tensor gradient, Slots slots) {}
