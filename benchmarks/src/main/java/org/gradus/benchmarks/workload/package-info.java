/**
 * Whole training steps and answers of whole models, of Gradus and of what a user would pick instead: each contestant in a
 * process of its own, in turns, from the same weights and on the same data.
 */
@NullMarked
package org.gradus.benchmarks.workload;

import org.jspecify.annotations.NullMarked;
