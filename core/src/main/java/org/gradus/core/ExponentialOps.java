package org.gradus.core;

/** Exponentials, logarithms and trigonometric functions. */
public sealed interface ExponentialOps permits Tensor {}
