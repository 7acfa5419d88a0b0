/** The optimizer: what it does in a step, parameter groups, saved state. */
@NullMarked
package org.gradus.optim;

import org.jspecify.annotations.NullMarked;
