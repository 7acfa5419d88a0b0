/** Checks of hyper-parameters; not exported. */
@NullMarked
package org.gradus.optim.check;

import org.jspecify.annotations.NullMarked;
