package org.gradus.testkit;

import java.util.List;

/** Rows for reshaping, slicing and joining. */
final class MovementCases {
    static final List<OpCase> ROWS = List.of();

    private MovementCases() {}
}
