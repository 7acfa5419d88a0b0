package org.gradus.core;

/**
 * A layer that normalises what passes through it. Its own parameters scale and shift; optimizers do not decay them by default,
 * whatever their rank.
 */
public interface Normalizing {}
