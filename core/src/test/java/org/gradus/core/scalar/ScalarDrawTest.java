package org.gradus.core.scalar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScalarDrawTest {
    private static final int[] KEY = {7, -3, 0x1234567, 0};
    private final ScalarDraw draw = new ScalarDraw();

    @Test
    void elementIsAFunctionOfItsIndex() {
        int[] bits = new int[1000];
        draw.bits(KEY, bits, bits.length);
        int[] block = new int[4];
        for (int i = 0; i < bits.length; i++) {
            Threefry.block(KEY, i / 128 * 32 + i % 32, 0, 0, 0, block);
            assertThat(bits[i]).as("element %d", i).isEqualTo(block[i / 32 % 4]);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 31, 32, 33, 127, 128, 129, 999})
    void shorterDrawIsAPrefixAndWritesNothingElse(int n) {
        float[] all = new float[1000];
        draw.normal(KEY, all, all.length);
        float[] some = new float[1000];
        Arrays.fill(some, 99f);
        draw.normal(KEY, some, n);
        assertThat(Arrays.copyOf(some, n)).isEqualTo(Arrays.copyOf(all, n));
        assertThat(Arrays.copyOfRange(some, n, 1000)).containsOnly(99f);
    }

    @Test
    void uniformIsTheUpper24Bits() {
        int[] bits = new int[500];
        float[] u = new float[500];
        draw.bits(KEY, bits, 500);
        draw.uniform(KEY, u, 500);
        for (int i = 0; i < 500; i++) {
            assertThat(u[i]).isEqualTo((float) ((bits[i] >>> 8) / 16777216.0)).isBetween(0f, 1f - 0x1p-24f);
        }
    }

    /** Angle and root are rounded once or twice, the functions err by 2 ulp: 2·10⁻⁶ on numbers up to 5.8. */
    @Test
    void normalIsBoxAndMuller() {
        int[] bits = new int[1024];
        float[] z = new float[1024];
        draw.bits(KEY, bits, 1024);
        draw.normal(KEY, z, 1024);
        for (int i = 0; i < 1024; i++) {
            double u = ((bits[i & ~32] >>> 8) + 1) / 16777216.0;
            double theta = 2 * Math.PI * (bits[i | 32] >>> 8) / 16777216.0;
            double r = Math.sqrt(-2 * StrictMath.log(u));
            double expected = r * ((i & 32) == 0 ? StrictMath.cos(theta) : StrictMath.sin(theta));
            assertThat((double) z[i]).as("element %d", i).isCloseTo(expected, within(4e-6));
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0x1p-32, 0.1, 0.5, 0.75, 1 - 0x1p-32, 1})
    void maskKeepsWordsBelowTheProbability(double keep) {
        int[] bits = new int[2000];
        float[] mask = new float[2000];
        draw.bits(KEY, bits, 2000);
        draw.mask(KEY, keep, 1.25f, mask, 2000);
        for (int i = 0; i < 2000; i++) {
            boolean kept = Integer.toUnsignedLong(bits[i]) / 4294967296.0 < keep;
            assertThat(Float.floatToRawIntBits(mask[i])).isEqualTo(Float.floatToRawIntBits(kept ? 1.25f : 0f));
        }
    }
}
