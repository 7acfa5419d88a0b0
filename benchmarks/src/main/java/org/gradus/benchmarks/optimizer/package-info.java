/** Update rules over many parameters, against the bandwidth of memory. */
@NullMarked
package org.gradus.benchmarks.optimizer;

import org.jspecify.annotations.NullMarked;
