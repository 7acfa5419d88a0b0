package org.gradus.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.gradus.core.backend.Backend;
import org.gradus.core.backend.Epilogue;
import org.gradus.core.backend.GemmShape;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;

/** Batches of matrix products: the bits of the scalar backend, and sums in double. */
final class BatchedGemmContract {
    private static final int A_OFF = 1;
    private static final int B_OFF = 2;
    private static final int C_OFF = 3;

    private BatchedGemmContract() {}

    static Stream<DynamicTest> tests(Backend reference, Backend candidate) {
        return Stream.of(
                dynamicTest("gemm: batches in all layouts, apart and repeated, stored and added", () -> {
                    for (int count : new int[] {0, 1, 2, 5, 40}) {
                        for (int layout = 0; layout < 4; layout++) {
                            for (Repeated repeated : Repeated.values()) {
                                for (int[] mnk : new int[][] {{6, 33, 17}, {1, 20, 9}, {19, 1, 40}, {64, 64, 32}}) {
                                    boolean accumulate = (count + layout + mnk[0]) % 2 == 0;
                                    Batch batch = Batch.of(count, layout, repeated, mnk, accumulate, Epilogue.NONE);
                                    batch.compare(reference, candidate);
                                }
                            }
                        }
                    }
                }),
                dynamicTest(
                        "gemm: batches around blocks of k, with nothing to add up, and with nothing to give", () -> {
                            for (int[] mnk : new int[][] {
                                {5, 9, 383},
                                {5, 9, 385},
                                {2, 3, 6145},
                                {1, 3, 6145},
                                {4, 5, 0},
                                {0, 5, 4},
                                {5, 0, 4},
                                {1, 1, 0}
                            }) {
                                for (boolean accumulate : new boolean[] {false, true}) {
                                    for (Repeated repeated : Repeated.values()) {
                                        Batch.of(6, mnk[1] % 4, repeated, mnk, accumulate, Epilogue.NONE)
                                                .compare(reference, candidate);
                                    }
                                }
                            }
                        }),
                dynamicTest("gemm: epilogues of batches, with a bias for each and with one for all", () -> {
                    for (Epilogue epilogue : Epilogue.values()) {
                        for (int layout = 0; layout < 4; layout++) {
                            for (Repeated repeated : List.of(Repeated.NOTHING, Repeated.LEFT, Repeated.RIGHT)) {
                                for (int[] mnk :
                                        new int[][] {{7, 35, 20}, {1, 40, 20}, {30, 1, 20}, {3, 4, 0}, {2, 19, 6200}}) {
                                    Batch.of(5, layout, repeated, mnk, false, epilogue)
                                            .compare(reference, candidate);
                                }
                            }
                        }
                    }
                }),
                dynamicTest("gemm: products that share a result are added in order", () -> {
                    for (int count : new int[] {1, 3, 7, 66}) {
                        for (int layout = 0; layout < 4; layout++) {
                            for (int[] mnk : new int[][] {{150, 33, 40}, {1, 50, 60}, {50, 1, 60}, {70, 80, 390}}) {
                                Batch.of(count, layout, Repeated.RESULT, mnk, true, Epilogue.NONE)
                                        .compare(reference, candidate);
                            }
                        }
                    }
                }));
    }

    /** Which matrix is the same for the whole batch. */
    private enum Repeated {
        NOTHING,
        LEFT,
        RIGHT,
        BOTH,
        RESULT
    }

    /** A batch whose matrices lie apart, in rows that lie apart, each behind an offset. */
    private record Batch(
            int count,
            GemmShape shape,
            int aStride,
            int bStride,
            boolean accumulate,
            int cStride,
            Epilogue epilogue,
            int biasStride) {
        static Batch of(int count, int layout, Repeated repeated, int[] mnk, boolean accumulate, Epilogue epilogue) {
            boolean transA = (layout & 1) != 0;
            boolean transB = (layout & 2) != 0;
            int m = mnk[0];
            int n = mnk[1];
            int k = mnk[2];
            int padding = count % 3;
            GemmShape s = new GemmShape(
                    transA, transB, m, n, k, (transA ? m : k) + padding, (transB ? k : n) + padding / 2, n + padding);
            boolean left = repeated == Repeated.LEFT || repeated == Repeated.BOTH;
            boolean right = repeated == Repeated.RIGHT || repeated == Repeated.BOTH;
            return new Batch(
                    count,
                    s,
                    left ? 0 : (transA ? k : m) * s.lda() + 3,
                    right ? 0 : (transB ? n : k) * s.ldb() + 1,
                    accumulate || repeated == Repeated.RESULT,
                    repeated == Repeated.RESULT ? 0 : m * s.ldc() + 2,
                    epilogue,
                    right ? 0 : n + 1);
        }

        void compare(Backend reference, Backend candidate) {
            GemmShape s = shape;
            float[] a = Guarded.ordinary(A_OFF + count * aStride + (s.transA() ? s.k() : s.m()) * s.lda(), 51);
            float[] b = Guarded.ordinary(B_OFF + count * bStride + (s.transB() ? s.n() : s.k()) * s.ldb(), 52);
            float[] c = Guarded.ordinary(C_OFF + count * cStride + s.m() * s.ldc(), 53);
            float[] bias = epilogue == Epilogue.NONE ? null : Guarded.ordinary(count * biasStride + s.n(), 54);
            List<float[]> results = new ArrayList<>();
            for (Backend backend : List.of(reference, candidate)) {
                float[] out = Guarded.output(c);
                backend.gemm()
                        .multiplyBatch(
                                count,
                                s,
                                a,
                                A_OFF,
                                aStride,
                                b,
                                B_OFF,
                                bStride,
                                accumulate,
                                out,
                                C_OFF,
                                cStride,
                                epilogue,
                                bias,
                                biasStride);
                Guarded.assertGuard(toString(), out, c.length);
                results.add(out);
            }
            Guarded.assertSameBits(toString(), results.get(0), results.get(1));
            if (cStride > 0) {
                for (int i = 0; i < count; i++) {
                    near(i, i + 1, a, b, c, bias, results.get(1));
                }
            } else if (count > 0) {
                near(0, count, a, b, c, bias, results.get(1));
            }
        }

        /** Holds the sum of some products, which go to the same C, to the same in double, at the corners of C. */
        private void near(
                int from, int to, float[] a, float[] b, float[] before, float @Nullable [] bias, float[] actual) {
            GemmShape s = shape;
            for (int i = 0; i < s.m(); i += Math.max(1, s.m() - 1)) {
                for (int j = 0; j < s.n(); j += Math.max(1, s.n() - 1)) {
                    int at = C_OFF + from * cStride + i * s.ldc() + j;
                    double sum = accumulate ? before[at] : bias == null ? 0 : bias[from * biasStride + j];
                    double size = Math.abs(sum);
                    for (int item = from; item < to; item++) {
                        int left = A_OFF + item * aStride;
                        int right = B_OFF + item * bStride;
                        for (int p = 0; p < s.k(); p++) {
                            double term = (double) a[left + (s.transA() ? p * s.lda() + i : i * s.lda() + p)]
                                    * b[right + (s.transB() ? j * s.ldb() + p : p * s.ldb() + j)];
                            sum += term;
                            size += Math.abs(term);
                        }
                    }
                    // a chain of k fma and at most one addition more for each block, product and epilogue; gelu's slope
                    // is
                    // at most 1.13, and its factor 1 + erf may be two units off
                    double bound = 1.13 * 2 * (s.k() + to - from + 1) * 0x1p-24 * size;
                    double rounding = epilogue == Epilogue.BIAS_GELU ? 4 * 0x1p-24 * Math.max(1, Math.abs(sum)) : 0;
                    assertThat((double) actual[at])
                            .as("%s, product %s, row %s, column %s", this, from, i, j)
                            .isCloseTo(value(sum), within(bound + rounding));
                }
            }
        }

        private double value(double sum) {
            return switch (epilogue) {
                case NONE, BIAS -> sum;
                case BIAS_RELU -> Math.max(sum, 0);
                case BIAS_GELU -> ActivationCases.gelu(sum);
            };
        }
    }
}
