/** Each family of kernels under JMH; every run checks its result against arithmetic in double precision. */
@NullMarked
package org.gradus.benchmarks.kernel;

import org.jspecify.annotations.NullMarked;
