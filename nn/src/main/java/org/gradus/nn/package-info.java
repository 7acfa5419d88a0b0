/** Layers, initialisation, normalisation and losses. */
@NullMarked
package org.gradus.nn;

import org.jspecify.annotations.NullMarked;
