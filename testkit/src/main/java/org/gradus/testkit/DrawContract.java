package org.gradus.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.gradus.core.backend.Backend;
import org.gradus.core.backend.Draw;
import org.junit.jupiter.api.DynamicTest;

/** The bits of {@link Draw}. */
final class DrawContract {
    private static final int[][] KEYS = {{0, 0, 0, 0}, {-1, -1, -1, -1}, {0x243f6a88, 0x85a308d3, 1, 0x80000000}};

    /** A kind of draw. */
    private interface Kind {
        void run(Draw draw, int[] key, float[] out, int n);
    }

    private DrawContract() {}

    static Stream<DynamicTest> tests(Backend reference, Backend candidate) {
        Draw r = reference.draw();
        Draw c = candidate.draw();
        return Stream.of(
                dynamicTest(
                        "bits",
                        () -> lengths().forEach(n -> {
                            for (int[] key : KEYS) {
                                int[] expected = Guarded.intOutput(n);
                                int[] actual = Guarded.intOutput(n);
                                r.bits(key, expected, n);
                                c.bits(key, actual, n);
                                assertThat(actual).isEqualTo(expected);
                            }
                        })),
                kind("uniform", r, c, Draw::uniform),
                kind("normal", r, c, Draw::normal),
                kind("mask 0", r, c, (d, key, out, n) -> d.mask(key, 0, 2f, out, n)),
                kind("mask 0.1", r, c, (d, key, out, n) -> d.mask(key, 0.1, 10f, out, n)),
                kind("mask 0.5", r, c, (d, key, out, n) -> d.mask(key, 0.5, 2f, out, n)),
                kind("mask just below 1", r, c, (d, key, out, n) -> d.mask(key, Math.nextDown(1.0), 2f, out, n)),
                kind("mask 1", r, c, (d, key, out, n) -> d.mask(key, 1, 1f, out, n)));
    }

    private static IntStream lengths() {
        return IntStream.concat(IntStream.rangeClosed(0, 65), IntStream.of(127, 128, 129, 1021, 16_384, 50_021));
    }

    private static DynamicTest kind(String name, Draw reference, Draw candidate, Kind kind) {
        return dynamicTest(
                name,
                () -> lengths().forEach(n -> {
                    for (int[] key : KEYS) {
                        float[] expected = Guarded.output(n);
                        float[] actual = Guarded.output(n);
                        kind.run(reference, key, expected, n);
                        kind.run(candidate, key, actual, n);
                        Guarded.assertSameBits(name + " of " + n, expected, actual);
                        Guarded.assertGuard(name, actual, n);
                    }
                }));
    }
}
