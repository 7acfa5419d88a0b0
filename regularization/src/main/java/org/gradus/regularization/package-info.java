/** Penalties, dropout, label smoothing and early stopping. */
@NullMarked
package org.gradus.regularization;

import org.jspecify.annotations.NullMarked;
