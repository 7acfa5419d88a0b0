/** Data sets, preprocessing, augmentation and batching. */
@NullMarked
package org.gradus.data;

import org.jspecify.annotations.NullMarked;
