package org.gradus.testkit;

import java.util.List;

/** Rows for normalisation. */
final class NormCases {
    static final List<OpCase> ROWS = List.of();

    private NormCases() {}
}
