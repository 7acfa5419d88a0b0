package org.gradus.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.gradus.core.Rng;
import org.junit.jupiter.api.Test;

class RandomShiftRotationTest {
    private static final int[] DIMS = {1, 1, 5, 5};

    @Test
    void noAmountLeavesTheImage() {
        float[] image = ramp();
        new RandomShiftRotation(0, Angle.degrees(0)).apply(image, 0, DIMS, Rng.of(1));
        assertThat(image).isEqualTo(ramp());
    }

    @Test
    void aShiftMovesTheCentreOfMassByTheDrawnAmount() {
        for (int seed = 0; seed < 20; seed++) {
            Rng rng = Rng.of(seed);
            float[] draws = rng.uniform(4);
            float[] image = new float[25];
            image[12] = 1f;
            new RandomShiftRotation(1.5, Angle.degrees(0)).apply(image, 0, DIMS, rng);
            double x = 0;
            double y = 0;
            double mass = 0;
            for (int i = 0; i < 25; i++) {
                mass += image[i];
                x += image[i] * (i % 5 - 2);
                y += image[i] * (i / 5 - 2);
            }
            assertThat(mass).as("seed %d", seed).isCloseTo(1, within(1e-6));
            assertThat(x).as("seed %d", seed).isCloseTo(1.5 * (2 * draws[1] - 1), within(1e-6));
            assertThat(y).as("seed %d", seed).isCloseTo(1.5 * (2 * draws[2] - 1), within(1e-6));
        }
    }

    @Test
    void aTurnKeepsTheCentreAndMovesAPointAlongItsCircle() {
        Rng rng = Rng.of(4);
        double angle = Math.PI / 6 * (2 * rng.uniform(4)[0] - 1);
        int size = 41;
        float[] image = new float[size * size];
        image[20 * size + 35] = 1f;
        new RandomShiftRotation(0, Angle.degrees(30)).apply(image, 0, new int[] {1, 1, size, size}, rng);
        double x = 0;
        double y = 0;
        double mass = 0;
        for (int i = 0; i < image.length; i++) {
            mass += image[i];
            x += image[i] * (i % size - 20);
            y += image[i] * (i / size - 20);
        }
        assertThat(x / mass).isCloseTo(15 * Math.cos(angle), within(0.3));
        assertThat(y / mass).isCloseTo(15 * Math.sin(angle), within(0.3));
    }

    @Test
    void allChannelsMoveTogetherAndOthersStay() {
        float[] two = new float[75];
        System.arraycopy(ramp(), 0, two, 25, 25);
        System.arraycopy(ramp(), 0, two, 50, 25);
        new RandomShiftRotation(1, Angle.degrees(10)).withScale(0.2).apply(two, 25, new int[] {1, 2, 5, 5}, Rng.of(9));
        for (int i = 0; i < 25; i++) {
            assertThat(two[i]).isZero();
            assertThat(two[25 + i]).isEqualTo(two[50 + i]);
        }
        assertThat(two[37]).as("the centre changes").isNotEqualTo(ramp()[12]);
    }

    @Test
    void whatComesFromOutsideIsTheBackground() {
        float[] image = new float[25];
        Arrays.fill(image, -7f);
        new RandomShiftRotation(3, Angle.degrees(40)).withBackground(-7f).apply(image, 0, DIMS, Rng.of(2));
        for (float pixel : image) {
            assertThat(pixel).isCloseTo(-7f, within(1e-5f));
        }
    }

    @Test
    void boundsAreChecked() {
        assertThatThrownBy(() -> new RandomShiftRotation(-1, Angle.degrees(0)))
                .hasMessage("randomShiftRotation: shift -1.0 must be 0 or more pixels");
        assertThatThrownBy(() -> new RandomShiftRotation(1, Angle.degrees(Double.NaN)))
                .hasMessageContaining("rotation NaN");
        assertThatThrownBy(() -> new RandomShiftRotation(1, Angle.degrees(1)).withScale(1))
                .hasMessageContaining("scale 1.0");
        assertThatThrownBy(() ->
                        new RandomShiftRotation(1, Angle.degrees(1)).apply(new float[4], 0, new int[] {4}, Rng.of(1)))
                .hasMessageContaining("got rank 1");
    }

    private static float[] ramp() {
        float[] image = new float[25];
        for (int i = 0; i < 25; i++) {
            image[i] = i;
        }
        return image;
    }
}
