/** Charts as text for a terminal and as SVG for a report. */
@NullMarked
package org.gradus.optim.chart;

import org.jspecify.annotations.NullMarked;
