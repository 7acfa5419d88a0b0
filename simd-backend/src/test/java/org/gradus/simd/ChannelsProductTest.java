package org.gradus.simd;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.gradus.core.backend.Numerics;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Every tile that it asks for exists; the missing ones were found only when their rehearsal was over. */
@Tag("width")
class ChannelsProductTest {
    private static final int L = Tile.padded(1);

    @Test
    void allVectorsOfPlacesAreComputedByCompiledTiles() {
        for (int vectors = 1; vectors <= WeightsTile.VECTORS; vectors++) {
            WeightsTile.REHEARSAL.setOver(vectors, true);
        }
        int k = Numerics.GEMM_BLOCK + 9;
        int channels = WeightsTile.ROWS;
        for (int columns = L; columns <= 7 * L; columns += L) {
            Random random = new Random(columns);
            int[] taps = random.ints(k, 0, 100).toArray();
            float[] band = numbers(random, 100 + columns);
            float[] weights = new float[ChannelsProduct.size(k, channels)];
            ChannelsProduct product = new ChannelsProduct(k, channels, taps, weights);
            float[] expected = new float[channels * columns];
            float[] chain = new float[columns];
            for (int channel = 0; channel < channels; channel++) {
                for (int p = 0; p < k; p++) {
                    float weight = random.nextFloat() - 0.5f;
                    weights[product.at(channel, p)] = weight;
                    for (int x = 0; x < columns; x++) {
                        chain[x] = Math.fma(weight, band[taps[p] + x], p % Numerics.GEMM_BLOCK == 0 ? 0 : chain[x]);
                    }
                    if (p == k - 1 || p % Numerics.GEMM_BLOCK == Numerics.GEMM_BLOCK - 1) {
                        for (int x = 0; x < columns; x++) {
                            expected[channel * columns + x] += chain[x];
                        }
                    }
                }
            }
            float[] y = new float[channels * columns];
            product.run(1, columns, band, columns, y, 0, columns);
            assertThat(y).as("%d columns", columns).isEqualTo(expected);
        }
    }

    private static float[] numbers(Random random, int count) {
        float[] x = new float[count];
        for (int i = 0; i < count; i++) {
            x[i] = random.nextFloat() - 0.5f;
        }
        return x;
    }
}
