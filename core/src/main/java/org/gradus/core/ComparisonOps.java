package org.gradus.core;

/** Comparisons and choices. */
public sealed interface ComparisonOps permits Tensor {}
