package org.gradus.testkit;

import java.util.List;

/** Rows for activation functions. */
final class ActivationCases {
    static final List<OpCase> ROWS = List.of();

    private ActivationCases() {}
}
