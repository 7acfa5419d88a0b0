/** Sums over many elements that do not depend on the threads; not exported. */
@NullMarked
package org.gradus.optim.sum;

import org.jspecify.annotations.NullMarked;
