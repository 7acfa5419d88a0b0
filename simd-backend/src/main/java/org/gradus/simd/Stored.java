package org.gradus.simd;

/** A matrix where it stands: the index of its first element, and how far those apart are that are no neighbours. */
record Stored(float[] data, int offset, int distance) {}
