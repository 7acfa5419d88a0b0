package org.gradus.testkit;

import static org.gradus.testkit.OpCase.nary;
import static org.gradus.testkit.OpCase.unary;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.gradus.core.Tensor;

/** Rows for reshaping, slicing and joining. All copy, so none has a tolerance. */
final class MovementCases {
    private static final List<OpCase> VIEWS = List.of(
            unary("reshape(int...)", x -> x.reshape(3, 2), x -> x.reshape(3, 2))
                    .on("[6]", "[2,3]", "[3,2]", "[1,6,1]")
                    .rejects("[2,4]", "reshape: [2, 4] has 8 elements, [3, 2] has 6"),
            unary("reshape(int...) with -1", x -> x.reshape(-1, 2), x -> x.reshape(x.size() / 2, 2))
                    .on("[6]", "[2,3]", "[0,3]", "[1,2]")
                    .rejects("[3]", "reshape: [3] has 3 elements, not a multiple of the 2 that [-1, 2] has without -1"),
            unary("flatten(int)", x -> x.flatten(1), x -> x.reshape(x.dim(0), x.size() / Math.max(1, x.dim(0))))
                    .on("[2,3]", "[2,3,2]", "[2,1,3,1]", "[2,0,3]")
                    .rejects("[3]", "flatten: axis 1 does not exist in [3]"),
            unary("squeeze(int)", x -> x.squeeze(1), x -> x.sum(false, 1))
                    .on("[2,1]", "[2,1,3]", "[0,1,2]")
                    .rejects("[2,3]", "squeeze: axis 1 of [2, 3] has extent 3, not 1")
                    .rejects("[2]", "squeeze: axis 1 does not exist in [2]"),
            unary("unsqueeze(int)", x -> x.unsqueeze(1), x -> x.reshape(inserted(x, 1)))
                    .on("[2]", "[2,3]", "[0,3]")
                    .rejects("[]", "unsqueeze: axis 1 is outside -1 to 0 for []"),
            unary("unsqueeze(int) from the end", x -> x.unsqueeze(-1), x -> x.reshape(inserted(x, x.rank())))
                    .on("[]", "[2]", "[2,3]"));

    private static final List<OpCase> ORDERS = List.of(
            unary("permute(int...)", x -> x.permute(2, 0, -2), x -> x.permute(2, 0, 1))
                    .on("[2,3,4]", "[2,1,3]", "[1,1,1]", "[2,0,3]", "[17,2,18]")
                    .rejects("[2,3]", "permute: 3 axes [2, 0, -2] for [2, 3] of rank 2; name every axis once"),
            unary("transpose(int,int)", x -> x.transpose(0, -1), x -> x.permute(2, 1, 0))
                    .on("[2,3,4]", "[2,1,3]", "[0,2,1]")
                    .rejects("[]", "transpose: axis 0 does not exist in []"),
            unary("transpose()", Tensor::transpose, x -> x.permute(0, 2, 1))
                    .on("[2,3,4]", "[1,3,2]", "[2,0,3]")
                    .rejects("[3]", "transpose: [3] has fewer than two axes"),
            unary(
                            "flip(int...)",
                            x -> x.flip(-1),
                            x -> mapped(x, x.dims(), (i, a) -> a == x.rank() - 1 ? x.dim(a) - 1 - i[a] : i[a]))
                    .on("[5]", "[2,3]", "[2,0]", "[2,2,3]")
                    .rejects("[]", "flip: axis -1 does not exist in []"),
            unary("flip(int...) all", x -> x.flip(), x -> mapped(x, x.dims(), (i, a) -> x.dim(a) - 1 - i[a]))
                    .on("[]", "[5]", "[2,3]", "[0,2]", "[2,2,3]"));

    private static final List<OpCase> PARTS = List.of(
            unary("expand(int...)", x -> x.expand(2, 3, 4), x -> DoubleTensor.of(new int[] {2, 3, 4}, x::at))
                    .on("[]", "[1]", "[4]", "[3,1]", "[2,1,4]", "[2,3,4]")
                    .rejects("[2,4]", "expand: [2, 4] does not expand to [2, 3, 4]; only extents of 1 stretch")
                    .rejects("[1,2,3,4]", "expand: [1, 2, 3, 4] does not expand to [2, 3, 4]"),
            unary("expand(int...) to nothing", x -> x.expand(0, 2), x -> DoubleTensor.of(new int[] {0, 2}, x::at))
                    .on("[1,2]", "[2]", "[]"),
            unary(
                            "slice(int,int,int)",
                            x -> x.slice(1, 1, 3),
                            x -> mapped(x, with(x, 1, 2), (i, a) -> a == 1 ? i[a] + 1 : i[a]))
                    .on("[2,3]", "[2,4,2]", "[1,3,1]", "[0,3]")
                    .rejects("[2,2]", "slice: 1 to 3 is no range within 0 to 2 on axis 1 of [2, 2]")
                    .rejects("[2]", "slice: axis 1 does not exist in [2]"),
            unary("slice(int,int,int) whole", x -> x.slice(0, 0, 3), x -> x).on("[3]", "[3,2]"),
            unary("slice(int,int,int) nothing", x -> x.slice(0, 2, 2), x -> DoubleTensor.of(with(x, 0, 0), x::at))
                    .on("[2]", "[3,2]")
                    .rejects("[1]", "slice: 2 to 2 is no range within 0 to 1"),
            unary(
                            "slice(int,int,int,int)",
                            x -> x.slice(-2, 1, 6, 2),
                            x -> mapped(x, with(x, x.rank() - 2, 3), (i, a) -> a == x.rank() - 2 ? 2 * i[a] + 1 : i[a]))
                    .on("[6,2]", "[7,1]", "[2,6,2]", "[6,0]"),
            unary(
                            "slice(int,int,int,int) of one",
                            x -> x.slice(0, 2, 4, Integer.MAX_VALUE),
                            x -> mapped(x, with(x, 0, 1), (i, a) -> a == 0 ? 2 : i[a]))
                    .on("[4]", "[5,3]"),
            unary(
                            "pad(int,int,int,float)",
                            x -> x.pad(0, 1, 2, 7f),
                            x -> DoubleTensor.of(
                                    with(x, 0, x.dim(0) + 3),
                                    i -> i[0] < 1 || i[0] > x.dim(0) ? 7 : x.at(shifted(i, 0, -1))))
                    .on("[2]", "[2,3]", "[0,2]", "[2,0]", "[1,2,2]")
                    .rejects("[]", "pad: axis 0 does not exist in []"),
            unary("pad(int,int,int,float) by nothing", x -> x.pad(-1, 0, 0, 7f), x -> x)
                    .on("[2]", "[2,3]"),
            unary(
                            "split(int,int...)",
                            x -> x.split(1, 1, 0, 2).get(2),
                            x -> mapped(x, with(x, 1, 2), (i, a) -> a == 1 ? i[a] + 1 : i[a]))
                    .on("[2,3]", "[2,3,2]", "[0,3]")
                    .rejects("[2,4]", "split: the sizes [1, 0, 2] add up to 3, but axis 1 of [2, 4] has extent 4"),
            unary(
                            "split(int,int...) several",
                            x -> x.split(0, 1, 2).get(0).add(x.split(0, 1, 2).get(1)),
                            x -> mapped(x, with(x, 0, 2), (i, a) -> a == 0 ? 0 : i[a])
                                    .add(mapped(x, with(x, 0, 2), (i, a) -> a == 0 ? i[a] + 1 : i[a])))
                    .on("[3]", "[3,2]"),
            unary(
                            "repeat(int,int)",
                            x -> x.repeat(-1, 3),
                            x -> mapped(
                                    x,
                                    with(x, x.rank() - 1, 3 * x.dim(-1)),
                                    (i, a) -> a == x.rank() - 1 ? i[a] % x.dim(a) : i[a]))
                    .on("[2]", "[2,2]", "[2,0]", "[1,3]")
                    .rejects("[]", "repeat: axis -1 does not exist in []"),
            unary("repeat(int,int) never", x -> x.repeat(0, 0), x -> x.reshape(0, 2))
                    .on("[0,2]"));

    private static final List<OpCase> JOINS = List.of(
            nary(
                            "concat(int,Tensor...)",
                            in -> Tensor.concat(1, in.toArray(Tensor[]::new)),
                            in -> concat(in, part -> part.dim(1)))
                    .on("[2,3] [2,1]", "[2,3]", "[2,1,2] [2,2,2] [2,1,2]", "[2,0] [2,2] [2,0]", "[0,1] [0,2]")
                    .rejects("[2,3] [3,3]", "concat: tensor 1 has shape [3, 3], tensor 0 [2, 3] (3 != 2 on axis 0)")
                    .rejects("[2,3] [2]", "concat: tensor 1 has shape [2] of rank 1, tensor 0 [2, 3] of rank 2")
                    .rejects("[2] [2]", "concat: axis 1 does not exist in [2]")
                    .rejects("", "concat: no tensors were given"),
            nary(
                            "stack(int,Tensor...)",
                            in -> Tensor.stack(-1, in.toArray(Tensor[]::new)),
                            in -> DoubleTensor.of(
                                    inserted(in.get(0), in.get(0).rank(), in.size()),
                                    i -> in.get(i[i.length - 1]).at(Arrays.copyOf(i, i.length - 1))))
                    .on("[2,3] [2,3]", "[] [] []", "[2]", "[0,2] [0,2]")
                    .rejects(
                            "[2] [3]",
                            "stack: tensor 1 has shape [3], tensor 0 [2]; stacked tensors must have one shape")
                    .rejects("", "stack: no tensors were given"));

    static final List<OpCase> ROWS = Stream.of(VIEWS, ORDERS, PARTS, JOINS)
            .flatMap(List::stream)
            .map(OpCase::exactly)
            .toList();

    private MovementCases() {}

    /** Where along an axis of the source an element of the result comes from. */
    private interface Position {
        int along(int[] index, int axis);
    }

    private static DoubleTensor mapped(DoubleTensor x, int[] dims, Position position) {
        return DoubleTensor.of(dims, index -> {
            int[] source = new int[index.length];
            for (int a = 0; a < source.length; a++) {
                source[a] = position.along(index, a);
            }
            return x.at(source);
        });
    }

    private static int[] with(DoubleTensor x, int axis, int extent) {
        int[] dims = x.dims();
        dims[axis] = extent;
        return dims;
    }

    private static int[] shifted(int[] index, int axis, int distance) {
        int[] moved = index.clone();
        moved[axis] += distance;
        return moved;
    }

    private static int[] inserted(DoubleTensor x, int axis) {
        return inserted(x, axis, 1);
    }

    private static int[] inserted(DoubleTensor x, int axis, int extent) {
        int[] dims = new int[x.rank() + 1];
        System.arraycopy(x.dims(), 0, dims, 0, axis);
        dims[axis] = extent;
        System.arraycopy(x.dims(), axis, dims, axis + 1, x.rank() - axis);
        return dims;
    }

    private static DoubleTensor concat(List<DoubleTensor> parts, ToIntFunction<DoubleTensor> extent) {
        int total = parts.stream().mapToInt(extent).sum();
        return DoubleTensor.of(with(parts.get(0), 1, total), index -> {
            int at = index[1];
            int part = 0;
            while (at >= extent.applyAsInt(parts.get(part))) {
                at -= extent.applyAsInt(parts.get(part++));
            }
            return parts.get(part).at(shifted(index, 1, at - index[1]));
        });
    }
}
