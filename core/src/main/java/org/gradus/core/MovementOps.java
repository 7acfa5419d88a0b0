package org.gradus.core;

/** Ops that only move elements: shapes, slices, joins. */
public sealed interface MovementOps permits Tensor {}
