/** What makes optimization hard, to be measured and drawn: test surfaces, curvature, slices of a loss, a rate finder. */
@NullMarked
package org.gradus.optim.landscape;

import org.jspecify.annotations.NullMarked;
