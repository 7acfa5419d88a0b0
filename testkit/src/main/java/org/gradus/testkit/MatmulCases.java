package org.gradus.testkit;

import static org.gradus.testkit.OpCase.binary;

import java.util.List;
import org.gradus.core.Tensor;

/** Rows for matrix products. */
final class MatmulCases {
    static final List<OpCase> ROWS = List.of(
            binary("matmul(Tensor)", Tensor::matmul, DoubleTensor::matmul)
                    .on("[2,3] [3,4]", "[1,1] [1,1]", "[2,0] [0,3]", "[0,2] [2,3]", "[2,1,2,3] [3,3,2]", "[5,7] [7,6]")
                    .rejects("[4,2] [3,2]", "matmul: inner dimensions differ: [4, 2] x [3, 2] (2 != 3)"));

    private MatmulCases() {}
}
