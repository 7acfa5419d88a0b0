package org.gradus.testkit;

import java.util.List;

/** Rows for convolution and pooling. */
final class ConvCases {
    static final List<OpCase> ROWS = List.of();

    private ConvCases() {}
}
