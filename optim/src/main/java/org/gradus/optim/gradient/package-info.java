/** What is done to the gradients of a step before the rule sees them. */
@NullMarked
package org.gradus.optim.gradient;

import org.jspecify.annotations.NullMarked;
