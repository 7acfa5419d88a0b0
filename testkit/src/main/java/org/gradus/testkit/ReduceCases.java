package org.gradus.testkit;

import static org.gradus.testkit.OpCase.unary;

import java.util.List;

/** Rows for reductions and scans. */
final class ReduceCases {
    static final List<OpCase> ROWS = List.of(unary("sum(int...)", x -> x.sum(0, -1), x -> x.sum(false, 0, -1))
            .on("[2,3]", "[2,3,4]", "[2,0,3]", "[0,2]", "[1,1,1]", "[65,2,3]")
            .rejects("[]", "sum: axis 0 does not exist in []; a scalar has no axes"));

    private ReduceCases() {}
}
