/** The scalar backend: the definition of the right result of every kernel. */
@NullMarked
package org.gradus.core.scalar;

import org.jspecify.annotations.NullMarked;
