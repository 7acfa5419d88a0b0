/** Where gradients come from, and what is done to them before the rule sees them. */
@NullMarked
package org.gradus.optim.gradient;

import org.jspecify.annotations.NullMarked;
