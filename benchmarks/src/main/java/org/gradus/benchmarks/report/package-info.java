/** Runs the benchmarks and writes what they measured as Markdown, with the machine and the way that it was measured. */
@NullMarked
package org.gradus.benchmarks.report;

import org.jspecify.annotations.NullMarked;
