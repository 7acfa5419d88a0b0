package org.gradus.testkit;

import static org.gradus.testkit.OpCase.nary;
import static org.gradus.testkit.OpCase.unary;

import java.util.List;
import java.util.function.DoubleBinaryOperator;
import org.gradus.core.backend.Window;
import org.jspecify.annotations.Nullable;

/** Rows for convolution and pooling. */
final class ConvCases {
    private static final Window SAME = Window.square(3).pad(1);
    private static final Window UNEVEN = new Window(2, 3, 2, 1, 1, 0, 1, 2);
    private static final Window SPARSE = Window.square(2).stride(3).pad(2).dilation(2);
    private static final Window POOL = Window.square(2).stride(2);
    private static final Window HALF = Window.square(2).stride(2).pad(1);
    private static final Window OVERLAP = Window.square(3).stride(2).pad(1);

    static final List<OpCase> ROWS = List.of(
            conv("conv2d(Tensor,Tensor,Window,int)", SAME, 1)
                    .on(
                            "[1,1,3,3] [1,1,3,3] [1]",
                            "[1,2,3,2] [2,2,3,3] [2]",
                            "[2,1,2,3] [2,1,3,3] [2]",
                            "[0,2,3,3] [2,2,3,3] [2]",
                            "[1,0,2,3] [2,0,3,3] [2]",
                            "[1,2,1,1] [0,2,3,3] [0]")
                    .rejects(
                            "[1,3,3] [1,1,3,3] [1]",
                            "conv2d: the input has shape [1, 3, 3], not [n, channels, height, width]")
                    .rejects(
                            "[1,1,3,3] [1,1,2,2] [1]",
                            "conv2d: the weight has shape [1, 1, 2, 2], not [out, in/groups, 3, 3]")
                    .rejects(
                            "[1,2,3,3] [1,1,3,3] [1]",
                            "conv2d: the weight [1, 1, 3, 3] expects 1 channels in each of 1 groups, but the input [1, 2, 3, 3]"
                                    + " has 2/1 = 2")
                    .rejects(
                            "[1,1,3,3] [2,1,3,3] [1]",
                            "conv2d: the bias has shape [1], but the weight [2, 1, 3, 3] needs [2]"),
            conv("conv2d(Tensor,Tensor,Window,int) uneven window", UNEVEN, 1)
                    .on(
                            "[1,1,2,7] [1,1,2,3] [1]",
                            "[1,1,3,5] [1,1,2,3] [1]",
                            "[1,2,4,5] [1,2,2,3] [1]",
                            "[2,1,3,5] [2,1,2,3] [2]")
                    .rejects(
                            "[1,1,3,4] [1,1,2,3] [1]",
                            "conv2d: the window does not fit: it spans 5 along the width (kernel 3, dilation 2), the input has 4"),
            conv("conv2d(Tensor,Tensor,Window,int) wide stride", SPARSE, 1)
                    .on(
                            "[1,1,4,4] [1,1,2,2] [1]",
                            "[1,2,2,3] [2,2,2,2] [2]",
                            "[2,1,5,4] [1,1,2,2] [1]",
                            "[1,1,0,2] [1,1,2,2] [1]"),
            conv("conv2d(Tensor,Tensor,Window,int) groups", Window.square(2), 2)
                    .on("[1,2,2,3] [2,1,2,2] [2]", "[1,4,2,2] [2,2,2,2] [2]", "[2,2,2,2] [4,1,2,2] [4]")
                    .rejects("[1,3,2,2] [2,1,2,2] [2]", "conv2d: 2 groups do not divide 3 input and 2 output channels")
                    .rejects("[1,2,2,2] [3,1,2,2] [3]", "conv2d: 2 groups do not divide 2 input and 3 output channels"),
            nary(
                            "conv2d(Tensor,Tensor,Window,int) without bias",
                            in -> in.get(0).conv2d(in.get(1), null, SAME, 1),
                            in -> convolved(in.get(0), in.get(1), SAME, 1))
                    .on("[1,1,3,3] [1,1,3,3]", "[0,1,2,2] [1,1,3,3]", "[2,0,2,2] [1,0,3,3]"),
            rectified("conv2dRelu(Tensor,Tensor,Window,int,Window)", 1, POOL)
                    .on(
                            "[1,1,2,3] [1,1,3,3] [1]",
                            "[2,1,3,2] [1,1,3,3] [1]",
                            "[2,2,3,5] [2,2,3,3] [2]",
                            "[0,2,3,3] [2,2,3,3] [2]")
                    .rejects(
                            "[1,1,4,4] [2,1,3,3] [1]",
                            "conv2d: the bias has shape [1], but the weight [2, 1, 3, 3] needs [2]")
                    .rejects(
                            "[1,1,1,4] [1,1,3,3] [1]",
                            "maxPool2d: the window does not fit: it spans 2 along the height"),
            rectified("conv2dRelu(Tensor,Tensor,Window,int,Window) groups, no pool", 2, null)
                    .on("[1,2,3,3] [2,1,3,3] [2]", "[2,4,2,3] [2,2,3,3] [2]"),
            unary(
                            "maxPool2d(Window)",
                            x -> x.maxPool2d(POOL),
                            x -> pooled(x, POOL, Double.NEGATIVE_INFINITY, Math::max))
                    .on("[1,1,4,4]", "[1,2,3,4]", "[2,1,2,5]", "[0,2,2,2]", "[1,0,2,2]")
                    .exactly()
                    .rejects("[1,1,1,4]", "maxPool2d: the window does not fit: it spans 2 along the height"),
            unary(
                            "maxPool2d(Window) overlapping",
                            x -> x.maxPool2d(OVERLAP),
                            x -> pooled(x, OVERLAP, Double.NEGATIVE_INFINITY, Math::max))
                    .on("[1,1,4,5]", "[1,2,3,3]", "[2,1,1,2]", "[1,1,5,5]")
                    .exactly(),
            unary(
                            "maxPool2d(Window) half padding",
                            x -> x.maxPool2d(HALF),
                            x -> pooled(x, HALF, Double.NEGATIVE_INFINITY, Math::max))
                    .on("[1,1,4,4]", "[1,1,1,1]", "[2,1,3,2]")
                    .exactly(),
            unary("averagePool2d(Window)", x -> x.averagePool2d(OVERLAP), x -> average(x, OVERLAP))
                    .on("[1,1,4,5]", "[1,2,3,3]", "[2,1,1,2]", "[0,1,3,3]"),
            unary("averagePool2d(Window) sparse", x -> x.averagePool2d(SPARSE), x -> average(x, SPARSE))
                    .on("[1,1,4,4]", "[1,2,2,3]", "[1,1,0,3]")
                    .rejects("[4,4]", "averagePool2d: the input has shape [4, 4], not [n, channels, height, width]"));

    private ConvCases() {}

    private static OpCase conv(String name, Window window, int groups) {
        return nary(
                name,
                in -> in.get(0).conv2d(in.get(1), in.get(2), window, groups),
                in -> convolved(in.get(0), in.get(1), window, groups)
                        .add(in.get(2).reshape(in.get(2).size(), 1, 1)));
    }

    private static OpCase rectified(String name, int groups, @Nullable Window pool) {
        return nary(name, in -> in.get(0).conv2dRelu(in.get(1), in.get(2), SAME, groups, pool), in -> {
            DoubleTensor y = convolved(in.get(0), in.get(1), SAME, groups)
                    .add(in.get(2).reshape(in.get(2).size(), 1, 1))
                    .map(v -> Math.max(v, 0));
            return pool == null ? y : pooled(y, pool, Double.NEGATIVE_INFINITY, Math::max);
        });
    }

    /** The definition, term by term; padding is a zero that is multiplied like any other element. */
    private static DoubleTensor convolved(DoubleTensor x, DoubleTensor w, Window v, int groups) {
        int perGroup = w.dim(1);
        int[] dims = {x.dim(0), w.dim(0), v.outHeight(x.dim(2)), v.outWidth(x.dim(3))};
        return DoubleTensor.of(dims, i -> {
            int group = i[1] / (w.dim(0) / groups);
            double sum = 0;
            for (int c = 0; c < perGroup; c++) {
                for (int ky = 0; ky < v.kernelHeight(); ky++) {
                    for (int kx = 0; kx < v.kernelWidth(); kx++) {
                        sum += tap(x, v, 0, i[0], group * perGroup + c, i[2], i[3], ky, kx) * w.at(i[1], c, ky, kx);
                    }
                }
            }
            return sum;
        });
    }

    /** The element under one tap of the window at one place of the result, or what stands for padding. */
    private static double tap(DoubleTensor x, Window v, double padding, int n, int c, int oy, int ox, int ky, int kx) {
        int row = oy * v.strideHeight() - v.padHeight() + ky * v.dilationHeight();
        int column = ox * v.strideWidth() - v.padWidth() + kx * v.dilationWidth();
        boolean inside = row >= 0 && row < x.dim(2) && column >= 0 && column < x.dim(3);
        return inside ? x.at(n, c, row, column) : padding;
    }

    private static DoubleTensor pooled(DoubleTensor x, Window v, double padding, DoubleBinaryOperator combine) {
        int[] dims = {x.dim(0), x.dim(1), v.outHeight(x.dim(2)), v.outWidth(x.dim(3))};
        return DoubleTensor.of(dims, i -> {
            double result = padding;
            for (int ky = 0; ky < v.kernelHeight(); ky++) {
                for (int kx = 0; kx < v.kernelWidth(); kx++) {
                    result = combine.applyAsDouble(result, tap(x, v, padding, i[0], i[1], i[2], i[3], ky, kx));
                }
            }
            return result;
        });
    }

    private static DoubleTensor average(DoubleTensor x, Window v) {
        int size = v.kernelHeight() * v.kernelWidth();
        return pooled(x, v, 0, Double::sum).map(sum -> sum / size);
    }
}
