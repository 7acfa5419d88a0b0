/** The interface between core and the kernels of a backend. */
@NullMarked
package org.gradus.core.backend;

import org.jspecify.annotations.NullMarked;
