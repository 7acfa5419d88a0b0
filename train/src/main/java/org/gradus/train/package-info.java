/** The training loop, its callbacks, metrics and progress. */
@NullMarked
package org.gradus.train;

import org.jspecify.annotations.NullMarked;
