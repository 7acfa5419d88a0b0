/** Reading and writing of tensors and checkpoints. */
@NullMarked
package org.gradus.io;

import org.jspecify.annotations.NullMarked;
