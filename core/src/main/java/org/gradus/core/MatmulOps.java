package org.gradus.core;

/** Matrix products. */
public sealed interface MatmulOps permits Tensor {}
