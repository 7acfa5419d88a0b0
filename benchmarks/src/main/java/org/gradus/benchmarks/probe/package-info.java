/** What the machine can do at most: fused multiply-adds and memory traffic, measured in the process that is measured. */
@NullMarked
package org.gradus.benchmarks.probe;

import org.jspecify.annotations.NullMarked;
