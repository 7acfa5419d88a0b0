package org.gradus.benchmarks.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.gradus.core.backend.Backend;
import org.gradus.core.backend.BinaryOp;
import org.gradus.core.backend.Epilogue;
import org.gradus.core.backend.UnaryOp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/** Each benchmark runs once on small extents and finds its result right; a wrong one is found, too. */
class KernelBenchmarksTest {
    private static final List<String> BACKENDS = List.of("simd:1", "simd:all", "scalar:1");

    static Stream<Arguments> benchmarks() {
        return small().flatMap(benchmark -> BACKENDS.stream().map(on -> Arguments.of(benchmark, on)));
    }

    private static Stream<Supplier<KernelBenchmark>> small() {
        Stream.Builder<Supplier<KernelBenchmark>> all = Stream.builder();
        for (String product : List.of("nn:7x5x9", "nt:33x40x70", "tn:20x10x500", "tt:31x2x3", "nn:1x64x64")) {
            all.add(() -> {
                GemmBenchmark benchmark = new GemmBenchmark();
                benchmark.product = product;
                return benchmark;
            });
        }
        for (String products : List.of("3:nn:7x5x9", "40:nt:16x4x8", "5:tn:20x10x50")) {
            for (BatchedGemmBenchmark.How how : BatchedGemmBenchmark.How.values()) {
                all.add(() -> {
                    BatchedGemmBenchmark benchmark = new BatchedGemmBenchmark();
                    benchmark.products = products;
                    benchmark.how = how;
                    return benchmark;
                });
            }
        }
        for (Epilogue epilogue : Epilogue.values()) {
            all.add(() -> {
                EpilogueBenchmark benchmark = new EpilogueBenchmark();
                benchmark.epilogue = epilogue;
                benchmark.rows = 3;
                return benchmark;
            });
        }
        for (String convolution :
                List.of("2x3x9-4-k3", "2x4x8-6-k3s2", "2x4x8-4-k3g4", "1x3x6-2-k1", "2x2x9-4-k5g2", "2x2x9-4-k3d2")) {
            all.add(() -> {
                ConvBenchmark benchmark = new ConvBenchmark();
                benchmark.convolution = convolution;
                return benchmark;
            });
        }
        for (UnaryOp op : UnaryOp.values()) {
            all.add(() -> {
                UnaryBenchmark benchmark = new UnaryBenchmark();
                benchmark.op = op;
                return benchmark;
            });
            if (op.gradientFrom() != UnaryOp.Gradient.COMPOSED) {
                all.add(() -> {
                    UnaryGradientBenchmark benchmark = new UnaryGradientBenchmark();
                    benchmark.op = op;
                    return benchmark;
                });
            }
        }
        for (String op : List.of("ADD", "MUL", "DIV", "POW")) {
            for (BinaryBenchmark.Right right : BinaryBenchmark.Right.values()) {
                for (int columns : List.of(10, 512)) {
                    all.add(() -> {
                        BinaryBenchmark benchmark = new BinaryBenchmark();
                        benchmark.op = BinaryOp.valueOf(op);
                        benchmark.right = right;
                        benchmark.columns = columns;
                        return benchmark;
                    });
                }
            }
        }
        for (String axis : List.of("5x70 rows", "70x5 columns")) {
            all.add(() -> {
                ReduceBenchmark benchmark = new ReduceBenchmark();
                benchmark.axis = axis;
                return benchmark;
            });
        }
        for (String extents : List.of("3x50", "4x3x20")) {
            all.add(() -> {
                NormsBenchmark benchmark = new NormsBenchmark();
                benchmark.extents = extents;
                return benchmark;
            });
        }
        for (String axis : List.of("5x70 rows", "70x5 columns")) {
            all.add(() -> {
                AlongBenchmark benchmark = new AlongBenchmark();
                benchmark.axis = axis;
                return benchmark;
            });
        }
        return all.add(PoolBenchmark::new)
                .add(WhereBenchmark::new)
                .add(RowsBenchmark::new)
                .add(CrossEntropyBenchmark::new)
                .add(RmsNormBenchmark::new)
                .add(() -> {
                    GroupNormBenchmark benchmark = new GroupNormBenchmark();
                    benchmark.extents = "3x4x20 in 2";
                    return benchmark;
                })
                .add(MovementBenchmark::new)
                .add(DrawBenchmark::new)
                .build();
    }

    @ParameterizedTest
    @MethodSource("benchmarks")
    void theResultIsRight(Supplier<KernelBenchmark> supplier, String on) throws ReflectiveOperationException {
        KernelBenchmark benchmark = supplier.get();
        benchmark.on = on;
        benchmark.setUp();
        for (Method method : measured(benchmark)) {
            assertThat(method.invoke(benchmark)).isNotNull();
        }
        assertThatCode(benchmark::tearDown).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @MethodSource("benchmarks")
    void aWrongResultIsFound(Supplier<KernelBenchmark> supplier, String on) throws ReflectiveOperationException {
        KernelBenchmark benchmark = supplier.get();
        benchmark.on = on;
        benchmark.setUp();
        for (Method method : measured(benchmark)) {
            Object result = method.invoke(benchmark);
            if (result instanceof float[] values) {
                for (int i = 0; i < values.length; i++) {
                    values[i] = values[i] * 1.5f + 0.25f;
                }
            } else if (result instanceof int[] positions) {
                Arrays.setAll(positions, i -> positions[i] + 1);
            }
        }
        if (benchmark instanceof BatchedGemmBenchmark batches
                && batches.how.name().startsWith("ADDED")) {
            return; // computed anew before it is checked
        }
        assertThatThrownBy(benchmark::tearDown)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("wrong result: ");
    }

    /** A gradient that becomes a kernel needs a row. */
    @Test
    void everyFusedGradientIsMeasured() throws ReflectiveOperationException {
        String[] measured = UnaryGradientBenchmark.class
                .getDeclaredField("op")
                .getAnnotation(Param.class)
                .value();
        assertThat(measured)
                .isEqualTo(Arrays.stream(UnaryOp.values())
                        .filter(op -> op.gradientFrom() != UnaryOp.Gradient.COMPOSED)
                        .map(UnaryOp::name)
                        .toArray());
    }

    /** A kernel that joins an interface needs a row here: what no benchmark calls is not measured. */
    @Test
    void everyKernelIsMeasured() throws ReflectiveOperationException {
        Set<String> called = new TreeSet<>();
        for (Supplier<KernelBenchmark> supplier : small().toList()) {
            KernelBenchmark benchmark = supplier.get();
            benchmark.on = "scalar:1";
            benchmark.setUp();
            benchmark.through(kernels -> recording(Backend.class, "", kernels, called));
            for (Method method : measured(benchmark)) {
                method.invoke(benchmark);
            }
        }
        Set<String> kernels = new TreeSet<>();
        for (Method family : Backend.class.getMethods()) {
            for (Method kernel : family.getReturnType().isInterface()
                    ? family.getReturnType().getMethods()
                    : new Method[0]) {
                kernels.add(family.getName() + "." + kernel.getName());
            }
        }
        assertThat(kernels)
                .contains("gemm.multiplyBatch", "movement.putAlongAdd")
                .hasSizeGreaterThan(30);
        assertThat(called).as("kernels that a benchmark calls").isEqualTo(kernels);
    }

    /** The families of a backend, or one of them, behind a list of what is called. */
    private static <T> T recording(Class<T> type, String family, T kernels, Set<String> called) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, args) -> {
            Object result = method.invoke(kernels, args);
            if (family.isEmpty() && method.getReturnType().isInterface()) {
                return recordingFamily(method.getReturnType(), method.getName(), result, called);
            }
            called.add(family + "." + method.getName());
            return result;
        }));
    }

    private static <T> T recordingFamily(Class<T> type, String family, Object kernels, Set<String> called) {
        return recording(type, family, type.cast(kernels), called);
    }

    @Test
    void anAbsentBackendIsSkippedByName() {
        GemmBenchmark benchmark = new GemmBenchmark();
        benchmark.on = "gpu:1";
        assertThatThrownBy(benchmark::setUp)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("backend gpu is skipped: it is not on the class path");
    }

    @Test
    void theShapeOfAConvolutionIsRead() {
        var shape = ConvBenchmark.shape("32x64x28-128-k3s2g4");
        assertThat(List.of(shape.n(), shape.inChannels(), shape.height(), shape.outChannels(), shape.groups()))
                .containsExactly(32, 64, 28, 128, 4);
        assertThat(shape.outWidth()).isEqualTo(14);
        assertThat(ConvBenchmark.shape("1x2x9-4-k3d2").outWidth()).isEqualTo(9);
    }

    private static List<Method> measured(KernelBenchmark benchmark) {
        return Arrays.stream(benchmark.getClass().getMethods())
                .filter(method -> method.isAnnotationPresent(Benchmark.class))
                .toList();
    }
}
