package org.gradus.core;

/** How the losses of single items become one loss. */
public enum Reduction {
    /** Their mean over the items that count. */
    MEAN,
    /** Their sum. */
    SUM,
    /** Not at all: one loss for each item. */
    NONE
}
