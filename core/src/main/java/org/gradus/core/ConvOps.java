package org.gradus.core;

/** Convolution and pooling. */
public sealed interface ConvOps permits Tensor {}
