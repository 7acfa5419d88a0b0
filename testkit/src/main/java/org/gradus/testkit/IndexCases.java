package org.gradus.testkit;

import static org.gradus.testkit.OpCase.binary;
import static org.gradus.testkit.OpCase.nary;
import static org.gradus.testkit.OpCase.unary;

import java.util.List;
import org.gradus.core.Indices;
import org.gradus.core.Shape;
import org.gradus.core.Tensor;

/** Rows for indexing. */
final class IndexCases {
    private static final Indices THREE = Indices.of(2, 0, 2);
    private static final Indices TABLE = Indices.of(1, 0, 2, 2).reshape(2, 2);
    private static final Indices NONE = Indices.of();

    static final List<OpCase> ROWS = List.of(
            unary(
                            "take(int,Indices)",
                            x -> x.take(1, THREE),
                            x -> DoubleTensor.of(replaced(x, 1, 3), i -> x.at(replaced(i, 1, THREE.data()[i[1]]))))
                    .on("[2,3]", "[2,4,2]", "[0,3]", "[2,3,0]")
                    .exactly()
                    .rejects("[2,2]", "take: index 2 at position 0 is outside 0 to 1")
                    .rejects("[3]", "take: axis 1 does not exist in [3]"),
            unary(
                            "take(int,Indices) of any rank",
                            x -> x.take(0, TABLE),
                            x -> DoubleTensor.of(
                                    new int[] {2, 2, x.dim(1)}, i -> x.at(TABLE.data()[2 * i[0] + i[1]], i[2])))
                    .on("[3,2]", "[4,1]")
                    .exactly(),
            unary(
                            "take(int,Indices) of rank 0",
                            x -> x.take(-1, new Indices(new int[] {1}, Shape.of())),
                            x -> DoubleTensor.of(new int[] {x.dim(0)}, i -> x.at(i[0], 1)))
                    .on("[3,2]", "[0,2]")
                    .exactly(),
            unary("take(int,Indices) of none", x -> x.take(0, NONE), x -> DoubleTensor.of(replaced(x, 0, 0), x::at))
                    .on("[3,2]", "[0]")
                    .exactly(),
            binary(
                            "scatterAdd(int,Indices,Tensor)",
                            (x, s) -> x.scatterAdd(1, THREE, s),
                            (x, s) -> DoubleTensor.of(x.dims(), i -> {
                                double sum = x.at(i);
                                for (int j = 0; j < THREE.size(); j++) {
                                    sum += THREE.data()[j] == i[1] ? s.at(replaced(i, 1, j)) : 0;
                                }
                                return sum;
                            }))
                    .on("[2,3] [2,3]", "[2,4,1] [2,3,1]", "[0,3] [0,3]", "[1,3,2] [1,3,2]")
                    .rejects("[2,2] [2,3]", "scatterAdd: index 2 at position 0 is outside 0 to 1")
                    .rejects(
                            "[2,3] [2,2]",
                            "scatterAdd: the source has shape [2, 2], but 3 positions on axis 1 of [2, 3] need [2, 3]"),
            binary("scatterAdd(int,Indices,Tensor) of none", (x, s) -> x.scatterAdd(0, NONE, s), (x, s) -> x)
                    .on("[3,2] [0,2]", "[0] [0]")
                    .exactly(),
            nary(
                            "oneHot(Indices,int)",
                            in -> Tensor.oneHot(TABLE, 4),
                            in -> DoubleTensor.of(
                                    new int[] {2, 2, 4}, i -> TABLE.data()[2 * i[0] + i[1]] == i[2] ? 1 : 0))
                    .on("")
                    .exactly()
                    .notDifferentiable(),
            unary(
                            "embedding(Indices)",
                            x -> x.embedding(TABLE),
                            x -> DoubleTensor.of(
                                    new int[] {2, 2, x.dim(1)}, i -> x.at(TABLE.data()[2 * i[0] + i[1]], i[2])))
                    .on("[3,2]", "[5,3]", "[3,0]")
                    .exactly()
                    .rejects("[3]", "embedding: the table has shape [3], not [rows, width]")
                    .rejects("[2,3]", "embedding: index 2 at position 2 is outside 0 to 1"),
            unary(
                            "takeAlong(int,Indices)",
                            x -> x.takeAlong(0, TABLE),
                            x -> DoubleTensor.of(new int[] {2, 2}, i -> x.at(TABLE.data()[2 * i[0] + i[1]], i[1])))
                    .on("[3,2]", "[4,2]")
                    .exactly()
                    .rejects(
                            "[3,3]",
                            "takeAlong: indices of shape [2, 2] for [3, 3]; the shapes may differ on axis 0 only")
                    .rejects("[2,2]", "takeAlong: index 2 at position 2 is outside 0 to 1"),
            unary(
                            "takeAlong(int,Indices) in the middle",
                            x -> x.takeAlong(1, middle(x.shape().dims())),
                            x -> DoubleTensor.of(
                                    replaced(x, 1, 3), i -> x.at(replaced(i, 1, (i[0] + i[1] + i[2]) % x.dim(1)))))
                    .on("[2,4,2]", "[2,2,3]", "[1,1,1]", "[0,2,2]")
                    .exactly(),
            unary(
                            "maskedFill(Tensor,float)",
                            x -> x.maskedFill(Tensor.of(0f, 1f, Float.NaN), 5f),
                            x -> DoubleTensor.of(x.dims(), i -> i[i.length - 1] == 0 ? x.at(i) : 5))
                    .on("[3]", "[2,3]", "[2,2,3]", "[0,3]")
                    .exactly()
                    .rejects("[1]", "maskedFill: the mask [3] is larger than [1]; expand the tensor first")
                    .rejects("[2]", "maskedFill: shapes do not broadcast: [2] and [3]"));

    private IndexCases() {}

    private static int[] replaced(DoubleTensor x, int axis, int extent) {
        return replaced(x.dims(), axis, extent);
    }

    private static int[] replaced(int[] numbers, int position, int number) {
        int[] changed = numbers.clone();
        changed[position] = number;
        return changed;
    }

    /** Three positions along axis 1 for each pair of the other two: the sum of the indices, modulo the extent. */
    private static Indices middle(int[] dims) {
        int[] data = new int[dims[0] * 3 * dims[2]];
        for (int i = 0; i < data.length; i++) {
            data[i] = (i / dims[2] / 3 + i / dims[2] % 3 + i % dims[2]) % dims[1];
        }
        return new Indices(data, Shape.of(dims[0], 3, dims[2]));
    }
}
