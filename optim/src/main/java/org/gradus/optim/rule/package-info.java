/** Update rules: how a parameter moves in one step, and what a rule keeps between steps. */
@NullMarked
package org.gradus.optim.rule;

import org.jspecify.annotations.NullMarked;
