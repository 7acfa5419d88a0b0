package org.gradus.optim.rule;

/** On which side of the root, or of the maximum, ε is added. The larger ε, the more it matters. */
public enum EpsilonPlace {
    /** To the argument: {@code √(v + ε)}, {@code max(β2·u, |g| + ε)}. */
    INSIDE,
    /** To the result: {@code √v + ε}, {@code max(β2·u, |g|) + ε}. */
    OUTSIDE;

    /** What to add to the argument; one of the two is 0, which changes no bit. */
    float inside(double eps) {
        return this == INSIDE ? (float) eps : 0f;
    }

    /** What to add to the result. */
    float outside(double eps) {
        return this == OUTSIDE ? (float) eps : 0f;
    }
}
