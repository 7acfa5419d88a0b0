package org.gradus.core;

/** Activation functions and dropout. */
public sealed interface ActivationOps permits Tensor {}
