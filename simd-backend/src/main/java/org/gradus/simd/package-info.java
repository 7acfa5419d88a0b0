/** Vector API kernels, bitwise equal to those of the scalar backend. */
@NullMarked
package org.gradus.simd;

import org.jspecify.annotations.NullMarked;
