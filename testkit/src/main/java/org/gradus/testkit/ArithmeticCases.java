package org.gradus.testkit;

import static org.gradus.testkit.OpCase.binary;

import java.util.List;
import org.gradus.core.Tensor;

/** Rows for arithmetic of one and two tensors. */
final class ArithmeticCases {
    static final List<OpCase> ROWS = List.of(
            binary("add(Tensor)", Tensor::add, DoubleTensor::add)
                    .exactly()
                    .rejects("[2,3] [4]", "add: shapes do not broadcast: [2, 3] and [4] (3 != 4 on axis -1)"),
            binary("mul(Tensor)", Tensor::mul, DoubleTensor::mul)
                    .exactly()
                    .rejects("[2] [3]", "mul: shapes do not broadcast"));

    private ArithmeticCases() {}
}
