/** What it costs to share work out to the gang of threads, alone and on a machine where others work. */
@NullMarked
package org.gradus.benchmarks.gang;

import org.jspecify.annotations.NullMarked;
