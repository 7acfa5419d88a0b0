/** What must hold of speed itself: run by hand and at night, not in the test command. */
@NullMarked
package org.gradus.benchmarks.guard;

import org.jspecify.annotations.NullMarked;
