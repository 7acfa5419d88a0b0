package org.gradus.testkit;

import static org.gradus.testkit.OpCase.binary;
import static org.gradus.testkit.OpCase.nary;

import java.util.List;
import org.gradus.core.Tensor;

/** Rows for matrix products. */
final class MatmulCases {
    static final List<OpCase> ROWS = List.of(
            binary("matmul(Tensor)", Tensor::matmul, DoubleTensor::matmul)
                    .on("[2,3] [3,4]", "[1,1] [1,1]", "[2,0] [0,3]", "[0,3] [3,2]", "[2,3] [3,0]")
                    .rejects("[4,2] [3,2]", "matmul: inner dimensions differ: [4, 2] x [3, 2] (2 != 3)")
                    .rejects("[] [3]", "matmul: [] x [3]: a scalar is no matrix; use mul")
                    .rejects("[3] [4]", "matmul: inner dimensions differ: [3] x [4] (3 != 4)"),
            binary("matmul(Tensor) batches", Tensor::matmul, DoubleTensor::matmul)
                    .on(
                            "[2,2,3] [3,2]",
                            "[2,3] [2,3,2]",
                            "[2,2,3] [2,3,1]",
                            "[2,1,2,2] [3,2,1]",
                            "[2,3,1,2] [2,1,2,1]",
                            "[3,2,1,2] [1,2,2,1]",
                            "[0,2,3] [3,2]",
                            "[2,2,0] [2,0,2]",
                            "[2,1,2,3] [0,3,2]")
                    .rejects(
                            "[2,2,3] [3,3,2]",
                            "matmul: the batches of [2, 2, 3] and [3, 3, 2]: shapes do not broadcast: [2] and [3]"),
            binary(
                            "matmul(Tensor) vector by matrix",
                            Tensor::matmul,
                            (a, b) -> a.matmul(b).sum(false, -2))
                    .on("[3] [3,2]", "[0] [0,2]", "[2] [2,2,3]"),
            binary(
                            "matmul(Tensor) matrix by vector",
                            Tensor::matmul,
                            (a, b) -> column(a, b).sum(false, -1))
                    .on("[2,3] [3]", "[2,2,3] [3]", "[0,3] [3]"),
            binary(
                            "matmul(Tensor) vector by vector",
                            Tensor::matmul,
                            (a, b) -> a.mul(b).sum(false))
                    .on("[3] [3]", "[0] [0]"),
            binary("matmul(Tensor,boolean,boolean) A", (a, b) -> a.matmul(b, true, false), (a, b) -> swap(a).matmul(b))
                    .on("[3,2] [3,4]", "[0,2] [0,3]", "[2,3,2] [3,2]", "[3,2] [2,3,1]", "[2,2,1] [2,2,3]")
                    .rejects("[3,2] [2,4]", "matmul: inner dimensions differ: [3, 2]ᵀ x [2, 4] (3 != 2)")
                    .rejects("[3] [3,2]", "matmul: [3]ᵀ x [3, 2]: a vector cannot be transposed"),
            binary("matmul(Tensor,boolean,boolean) B", (a, b) -> a.matmul(b, false, true), (a, b) -> a.matmul(swap(b)))
                    .on("[2,3] [4,3]", "[2,0] [3,0]", "[2,2,3] [2,3]", "[2,3] [2,1,3]", "[2,1,3] [2,2,3]")
                    .rejects("[2,3] [3]", "matmul: [2, 3] x [3]ᵀ: a vector cannot be transposed"),
            binary(
                            "matmul(Tensor,boolean,boolean) B of a vector",
                            (a, b) -> a.matmul(b, false, true),
                            (a, b) -> a.matmul(swap(b)).sum(false, -2))
                    .on("[3] [2,3]", "[0] [2,0]", "[2] [2,1,2]"),
            binary(
                            "matmul(Tensor,boolean,boolean) both",
                            (a, b) -> a.matmul(b, true, true),
                            (a, b) -> swap(a).matmul(swap(b)))
                    .on("[3,2] [4,3]", "[2,3,2] [2,3]", "[2,3,1] [2,2,3]", "[1,2,2] [3,1,2]"),
            nary(
                            "linear(Tensor,Tensor)",
                            in -> in.get(0).linear(in.get(1), in.get(2)),
                            in -> in.get(0).matmul(swap(in.get(1))).add(in.get(2)))
                    .on("[2,3] [4,3] [4]", "[2,2,3] [2,3] [2]", "[0,3] [2,3] [2]", "[2,0] [3,0] [3]", "[2,3] [0,3] [0]")
                    .rejects(
                            "[2,3] [4,2] [4]",
                            "linear: the input [2, 3] does not end in the 2 features of the weight [4, 2]")
                    .rejects("[] [4,2] [4]", "linear: the input [] does not end in")
                    .rejects("[2,3] [3] [1]", "linear: the weight has shape [3], not [out, in]")
                    .rejects("[2,3] [4,3] [3]", "linear: the bias has shape [3], but the weight [4, 3] needs [4]"),
            nary(
                            "linear(Tensor,Tensor) of a vector, without bias",
                            in -> in.get(0).linear(in.get(1), null),
                            in -> in.get(0).matmul(swap(in.get(1))).sum(false, -2))
                    .on("[3] [2,3]", "[0] [2,0]"));

    private MatmulCases() {}

    private static DoubleTensor swap(DoubleTensor a) {
        int[] order = new int[a.rank()];
        for (int i = 0; i < order.length; i++) {
            order[i] = i;
        }
        order[order.length - 1] = order.length - 2;
        order[order.length - 2] = order.length - 1;
        return a.permute(order);
    }

    private static DoubleTensor column(DoubleTensor a, DoubleTensor vector) {
        return a.matmul(vector.reshape(vector.size(), 1));
    }
}
