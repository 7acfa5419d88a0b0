/** Update rules, schedules and gradient transforms. */
@NullMarked
package org.gradus.optim;

import org.jspecify.annotations.NullMarked;
