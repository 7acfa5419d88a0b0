package org.gradus.testkit;

import java.util.List;

/** Rows for indexing. */
final class IndexCases {
    static final List<OpCase> ROWS = List.of();

    private IndexCases() {}
}
