package org.gradus.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdxTest {
    @TempDir
    Path folder;

    private final byte[] images = idx(3, new int[] {2, 2, 3}, 0, 1, 2, 127, 128, 255, 6, 7, 8, 9, 10, 11);
    private final byte[] labels = idx(1, new int[] {2}, 7, 200);
    private Path imageFile;
    private Path labelFile;

    @BeforeEach
    void writeFiles() throws IOException {
        imageFile = Files.write(folder.resolve("images"), images);
        labelFile = Files.write(folder.resolve("labels"), labels);
    }

    @Test
    void readsPlainAndCompressedFilesAlike() throws IOException {
        Dataset plain = Idx.read(imageFile, labelFile);
        Dataset zipped = Idx.read(
                Files.write(folder.resolve("i.gz"), gzip(images)), Files.write(folder.resolve("l.gz"), gzip(labels)));
        for (Dataset data : new Dataset[] {plain, zipped}) {
            assertThat(data.features().shape().dims()).containsExactly(2, 1, 2, 3);
            assertThat(data.features().toArray()).containsExactly(0, 1, 2, 127, 128, 255, 6, 7, 8, 9, 10, 11);
            assertThat(data.labels().data()).containsExactly(7, 200);
        }
    }

    @Test
    void everyTruncationNamesTheFileAndTheOffset() throws IOException {
        for (int n = 0; n < images.length; n++) {
            Path cut = Files.write(folder.resolve("cut"), Arrays.copyOf(images, n));
            int end = n;
            assertThatThrownBy(() -> Idx.read(cut, labelFile))
                    .as("first %d bytes", n)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(cut.toString())
                    .hasMessageContaining("offset " + end);
        }
        byte[] zipped = gzip(images);
        for (int n = 1; n < zipped.length; n++) {
            Path cut = Files.write(folder.resolve("cut.gz"), Arrays.copyOf(zipped, n));
            assertThatThrownBy(() -> Idx.read(cut, labelFile))
                    .as("first %d bytes of gzip", n)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(cut.toString());
        }
    }

    @Test
    void damagedGzipIsRefused() throws IOException {
        byte[] zipped = gzip(images);
        zipped[zipped.length - 6] ^= 0x55;
        Path damaged = Files.write(folder.resolve("damaged.gz"), zipped);
        assertThatThrownBy(() -> Idx.read(damaged, labelFile))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(damaged.toString())
                .hasMessageContaining("damaged");
    }

    @Test
    void mislabelledFilesAreRefused() {
        assertThatThrownBy(() -> Idx.read(labelFile, imageFile))
                .hasMessage(labelFile + ": offset 0: found 00 00 08 01; expected 00 00 08 03, an IDX file of images");
        assertThatThrownBy(() -> Idx.read(imageFile, imageFile))
                .hasMessage(imageFile + ": offset 0: found 00 00 08 03; expected 00 00 08 01, an IDX file of labels");
    }

    @Test
    void filesThatDoNotBelongTogetherAreRefused() throws IOException {
        Path three = Files.write(folder.resolve("three"), idx(1, new int[] {3}, 1, 2, 3));
        assertThatThrownBy(() -> Idx.read(imageFile, three))
                .hasMessageContaining("offset 4: 3 labels, but ")
                .hasMessageContaining("holds 2 images");
    }

    @Test
    void extraBytesAndFalseExtentsAreRefused() throws IOException {
        Path longer = Files.write(folder.resolve("longer"), Arrays.copyOf(images, images.length + 1));
        assertThatThrownBy(() -> Idx.read(longer, labelFile))
                .hasMessageContaining("offset " + images.length + ": more bytes follow");
        Path huge = Files.write(folder.resolve("huge"), idx(3, new int[] {40000, 40000, 40000}));
        assertThatThrownBy(() -> Idx.read(huge, labelFile)).hasMessageContaining("more than 2147483639 elements");
        Path claims = Files.write(folder.resolve("claims"), idx(3, new int[] {2000, 1000, 1000}));
        assertThatThrownBy(() -> Idx.read(claims, labelFile)).hasMessageContaining("offset 16: the file ends here");
        Path negative = Files.write(folder.resolve("negative"), idx(3, new int[] {2, -2, 3}));
        assertThatThrownBy(() -> Idx.read(negative, labelFile))
                .hasMessageContaining("offset 8: extent 4294967294 of axis 1");
    }

    @Test
    void aMissingFileIsNamed() {
        Path none = folder.resolve("none");
        assertThatThrownBy(() -> Idx.read(none, labelFile))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(none.toString());
    }

    private static byte[] idx(int axes, int[] dims, int... values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 + 4 * dims.length + values.length);
        bytes.putInt(0x0800 | axes);
        for (int dim : dims) {
            bytes.putInt(dim);
        }
        for (int value : values) {
            bytes.put((byte) value);
        }
        return bytes.array();
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream zip = new GZIPOutputStream(bytes)) {
            zip.write(plain);
        }
        return bytes.toByteArray();
    }
}
