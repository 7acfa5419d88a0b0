package org.gradus.testkit;

import java.util.List;

/** Rows for comparisons and choice. */
final class ComparisonCases {
    static final List<OpCase> ROWS = List.of();

    private ComparisonCases() {}
}
