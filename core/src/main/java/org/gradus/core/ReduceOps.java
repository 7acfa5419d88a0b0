package org.gradus.core;

/** Sums, extremes, moments and scans along axes, and the softmax family. */
public sealed interface ReduceOps permits Tensor {}
