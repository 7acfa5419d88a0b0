/** Tensors, automatic differentiation, layers and keyed random numbers. */
@NullMarked
package org.gradus.core;

import org.jspecify.annotations.NullMarked;
