package org.gradus.testkit;

import java.util.List;
import java.util.stream.Stream;

/** The rows of all ops of core, one file for each family. A public op without a row fails the build. */
public final class OpCases {
    private OpCases() {}

    /**
     * All rows.
     *
     * @return the rows, family by family
     */
    public static List<OpCase> all() {
        return Stream.of(
                        ArithmeticCases.ROWS,
                        ExponentialCases.ROWS,
                        SafeCases.ROWS,
                        ActivationCases.ROWS,
                        ComparisonCases.ROWS,
                        ReduceCases.ROWS,
                        SoftmaxCases.ROWS,
                        MatmulCases.ROWS,
                        MovementCases.ROWS,
                        IndexCases.ROWS,
                        ConvCases.ROWS,
                        NormCases.ROWS)
                .flatMap(List::stream)
                .toList();
    }
}
