/** Learning rates and other hyper-parameters as functions of the step. */
@NullMarked
package org.gradus.optim.schedule;

import org.jspecify.annotations.NullMarked;
