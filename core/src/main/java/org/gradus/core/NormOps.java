package org.gradus.core;

/** Normalisation. */
public sealed interface NormOps permits Tensor {}
