/** Other libraries beside Gradus. */
@NullMarked
package org.gradus.benchmarks.peers;

import org.jspecify.annotations.NullMarked;
