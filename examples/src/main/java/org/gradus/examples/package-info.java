/** Runnable example programs. */
@NullMarked
package org.gradus.examples;

import org.jspecify.annotations.NullMarked;
