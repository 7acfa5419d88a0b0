package org.gradus.core;

/** Softmax and cross-entropy. */
public sealed interface SoftmaxOps permits Tensor {}
