package org.gradus.simd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.gradus.core.backend.Backend;
import org.gradus.core.backend.Backends;
import org.gradus.core.backend.Epilogue;
import org.gradus.core.backend.GemmShape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which backend a fresh JVM chooses, and what it says: every case is a process of its own. */
@Timeout(120)
class SelectionTest {
    private static final String FLAG = "--add-modules=jdk.incubator.vector";

    /** What the processes run: prints the backend and a tiny product. */
    static final class Program {
        private Program() {}

        /** Prints to the standard output. */
        public static void main(String[] args) {
            for (int attempt = 0; attempt < 2; attempt++) {
                try {
                    Backend backend = Backends.current();
                    float[] c = new float[1];
                    backend.gemm()
                            .multiply(
                                    GemmShape.contiguous(false, false, 1, 1, 2),
                                    new float[] {2, 3},
                                    0,
                                    new float[] {5, 7},
                                    0,
                                    false,
                                    c,
                                    0,
                                    Epilogue.NONE,
                                    null);
                    System.out.println(backend.description() + ": " + c[0]);
                } catch (IllegalStateException e) {
                    System.out.println("IllegalStateException: " + e.getMessage());
                }
            }
        }
    }

    private static List<String> run(String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Program.class.getName()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(100, TimeUnit.SECONDS)).isTrue();
        return out.lines()
                .filter(line -> !line.contains("Using incubator modules"))
                .toList();
    }

    @Test
    void simdIsChosenByItself() throws Exception {
        List<String> lines = run(FLAG, "-Dgradus.threads=2", "-Dgradus.simd.bits=128");
        assertThat(lines).containsExactly("simd (128 bit, 2 threads): 31.0", "simd (128 bit, 2 threads): 31.0");
    }

    @Test
    void withoutTheModuleOneLineNamesTheFlag() throws Exception {
        List<String> lines = run();
        assertThat(lines)
                .filteredOn(line -> line.contains("--add-modules jdk.incubator.vector"))
                .hasSize(1);
        assertThat(lines).filteredOn(line -> line.equals("scalar: 31.0")).hasSize(2);
    }

    @Test
    void scalarCanBeForcedInSilence() throws Exception {
        assertThat(run(FLAG, "-Dgradus.backend=scalar")).containsExactly("scalar: 31.0", "scalar: 31.0");
    }

    @Test
    void forcedSimdWithoutTheModuleFailsEveryTimeWithTheSameSentence() throws Exception {
        String expected = "IllegalStateException: -Dgradus.backend=simd: the module jdk.incubator.vector is not there;"
                + " start java with --add-modules jdk.incubator.vector";
        assertThat(run("-Dgradus.backend=simd")).containsExactly(expected, expected);
    }

    @Test
    void anUnknownNameListsTheKnownOnes() throws Exception {
        assertThat(run(FLAG, "-Dgradus.backend=cuda"))
                .containsOnly("IllegalStateException: -Dgradus.backend=cuda: no such backend; known: simd, scalar");
    }

    @Test
    void propertiesThatMakeNoSenseAreNamedEveryTime() throws Exception {
        String bits =
                "IllegalStateException: -Dgradus.simd.bits=wide: no vector width; use 128, 256 or 512, or leave it unset";
        assertThat(run(FLAG, "-Dgradus.simd.bits=wide")).containsExactly(bits, bits);
        String threads = "IllegalStateException: -Dgradus.threads=many: a whole number above 0 is needed";
        assertThat(run(FLAG, "-Dgradus.threads=many")).containsExactly(threads, threads);
    }

    @Test
    void emulatedFmaMeansScalarAndSaysSo() throws Exception {
        List<String> lines = run(FLAG, "-XX:+IgnoreUnrecognizedVMOptions", "-XX:-UseFMA");
        assertThat(lines)
                .filteredOn(line -> line.contains("fma is emulated here"))
                .hasSize(1);
        assertThat(lines).contains("scalar: 31.0");
    }

    @Test
    void withoutC2TheReasonIsNamed() throws Exception {
        assertThat(run(FLAG, "-Xint"))
                .filteredOn(line -> line.contains("C2 compiler"))
                .hasSize(1);
        assertThat(run(FLAG, "-XX:TieredStopAtLevel=1"))
                .filteredOn(line -> line.contains("C2 compiler"))
                .hasSize(1);
    }
}
