package org.gradus.core;

/** Ops that pick elements by integer positions. */
public sealed interface IndexOps permits Tensor {}
