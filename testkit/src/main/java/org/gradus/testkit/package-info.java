/** Contracts, goldens and assertions for tests. */
@NullMarked
package org.gradus.testkit;

import org.jspecify.annotations.NullMarked;
