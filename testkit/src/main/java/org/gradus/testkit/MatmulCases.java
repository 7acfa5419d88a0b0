package org.gradus.testkit;

import java.util.List;

/** Rows for matrix products. */
final class MatmulCases {
    static final List<OpCase> ROWS = List.of();

    private MatmulCases() {}
}
