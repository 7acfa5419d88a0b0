/** Measurements with JMH; every benchmark is also run once by a test, which checks its result. */
@NullMarked
package org.gradus.benchmarks;

import org.jspecify.annotations.NullMarked;
