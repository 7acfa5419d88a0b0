package org.gradus.examples.digits;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One epoch on 256 digits gives the same weights, bit for bit, on either backend, at every vector width and with any number of
 * threads. The build runs this on the default JDK and on the newest one; the constant is the same for both.
 */
@Tag("newest")
class DigitsHashTest {
    private static final String WEIGHTS = "f30ce53d0cc8e0c88626fb6b1da7b556e8f14548444967a8e63bc8e3a0dbbf41";

    @TempDir
    Path folder;

    static Stream<List<String>> machines() {
        String vectors = "--add-modules=jdk.incubator.vector";
        String simd = "-Dgradus.backend=simd";
        return Stream.of(
                List.of("-Dgradus.backend=scalar", "-Dgradus.threads=1"),
                List.of("-Dgradus.backend=scalar", "-Dgradus.threads=3"),
                List.of(vectors, simd, "-Dgradus.threads=1"),
                List.of(vectors, simd, "-Dgradus.threads=2"),
                List.of(vectors, simd, "-Dgradus.threads=3"),
                List.of(vectors, simd, "-Dgradus.threads=7"),
                List.of(vectors, simd, "-Dgradus.simd.bits=128"),
                List.of(vectors, simd, "-Dgradus.simd.bits=256"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("machines")
    void theWeightsAreTheSameBitsEverywhere(List<String> options) throws Exception {
        String model = folder.resolve("model.safetensors").toString();
        Fork run = Fork.run(DigitsProgram.class, options, "--epochs", "1", "--samples", "256", "--model", model);
        assertThat(run.exit()).as(run.output()).isZero();
        assertThat(run.output()).contains("SHA-256 of the weights: " + WEIGHTS);
    }
}
