package org.gradus.benchmarks.peers;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The loops of {@code loops.c}, compiled where they run. Arguments are addresses of floats. The math functions come from
 * glibc's libmvec, which has exp, log, pow, sin and cos since 2.22, tanh and erf since 2.35 only.
 */
final class CLoops {
    private static final long COMPILER_SECONDS = 60;

    /** What gcc is asked for; linking has no fast-math, for that would make every thread that loads the library flush subnormals. */
    static final List<String> FLAGS = List.of("-O3", "-ffast-math", "-march=native", "-fopenmp-simd");

    private CLoops() {}

    /**
     * Compiles and loads the loops.
     *
     * @return why they are not there, or empty
     */
    static Optional<String> load() {
        try {
            Path folder = Files.createTempDirectory("gradus-loops");
            Path source = folder.resolve("loops.c");
            Path object = folder.resolve("loops.o");
            Path library = folder.resolve("libloops.so");
            try (InputStream text = CLoops.class.getResourceAsStream("loops.c")) {
                if (text == null) {
                    return Optional.of("loops.c is not on the class path");
                }
                Files.copy(text, source, StandardCopyOption.REPLACE_EXISTING);
            }
            Path log = folder.resolve("gcc.log");
            boolean made = gcc(log, FLAGS, "-fPIC", "-c", source.toString(), "-o", object.toString())
                    && gcc(log, List.of("-shared"), object.toString(), "-o", library.toString(), "-lmvec", "-lm");
            if (!made) {
                return Optional.of("gcc failed: "
                        + Files.readString(log).lines().findFirst().orElse("no message"));
            }
            System.load(library.toString());
            return Optional.empty();
        } catch (IOException | UnsatisfiedLinkError missing) {
            return Optional.of("" + missing.getMessage());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return Optional.of("interrupted");
        }
    }

    private static boolean gcc(Path log, List<String> flags, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("gcc"));
        command.addAll(flags);
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (!process.waitFor(COMPILER_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            return false;
        }
        return process.exitValue() == 0;
    }

    static native void exp(long from, long to, int n);

    static native void log(long from, long to, int n);

    static native void sin(long from, long to, int n);

    static native void cos(long from, long to, int n);

    static native void tanh(long from, long to, int n);

    static native void erf(long from, long to, int n);

    static native void sigmoid(long from, long to, int n);

    static native void gelu(long from, long to, int n);

    static native void geluTanh(long from, long to, int n);

    static native void silu(long from, long to, int n);

    static native void relu(long from, long to, int n);

    static native void pow(long base, long exponent, long to, int n);

    static native void softmax(int rows, int n, long from, long to);

    static native void layerNorm(int rows, int n, float eps, long from, long scale, long shift, long to);
}
