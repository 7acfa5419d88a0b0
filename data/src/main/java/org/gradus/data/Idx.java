package org.gradus.data;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.gradus.core.Indices;
import org.gradus.core.Shape;
import org.gradus.core.Tensor;

/**
 * Reads the IDX files in which MNIST and its relatives come, plain or compressed by gzip: two zero bytes, the element type
 * (0x08, unsigned bytes), the number of axes, one big-endian 32-bit extent for each axis, the elements.
 *
 * <p>Every error names the file, the offset within the uncompressed contents, what was found and what was expected. Memory
 * is asked for as the elements arrive, so that a false extent cannot ask for more than the file holds.
 */
public final class Idx {
    private static final int UNSIGNED_BYTES = 0x08;
    private static final int GZIP_FIRST = 0x1f;
    private static final int GZIP_SECOND = 0x8b;
    private static final int CHUNK = 1 << 20;

    private Idx() {}

    /**
     * Reads images and their labels.
     *
     * @param images a file of three axes: images, rows, columns
     * @param labels a file of one axis, as long as there are images
     * @return pixels from 0 to 255 as {@code [n, 1, rows, columns]}, and the labels
     * @throws IOException when a file is missing, damaged, truncated, mislabelled, or the two do not belong together
     */
    public static Dataset read(Path images, Path labels) throws IOException {
        Contents pixels = contents(images, 3, "images");
        Contents classes = contents(labels, 1, "labels");
        if (pixels.dims[0] != classes.dims[0]) {
            throw new IOException(labels + ": offset 4: " + classes.dims[0] + " labels, but " + images + " holds "
                    + pixels.dims[0] + " images; expected as many");
        }
        float[] values = new float[pixels.bytes.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = pixels.bytes[i] & 0xff;
        }
        int[] numbers = new int[classes.bytes.length];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = classes.bytes[i] & 0xff;
        }
        Shape shape = Shape.of(pixels.dims[0], 1, pixels.dims[1], pixels.dims[2]);
        return Dataset.of(Tensor.wrap(shape, values), Indices.of(numbers));
    }

    private record Contents(int[] dims, byte[] bytes) {}

    private static Contents contents(Path file, int axes, String what) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new NoSuchFileException(file.toString(), null, "expected an IDX file of " + what);
        }
        try (InputStream in = open(file)) {
            byte[] magic = readFully(in, 4, 0, file);
            if (magic[0] != 0 || magic[1] != 0 || magic[2] != UNSIGNED_BYTES || magic[3] != axes) {
                throw new IOException(String.format(
                        "%s: offset 0: found %02x %02x %02x %02x; expected 00 00 08 %02x, an IDX file of %s",
                        file, magic[0], magic[1], magic[2], magic[3], axes, what));
            }
            int[] dims = new int[axes];
            long size = 1;
            for (int a = 0; a < axes; a++) {
                long offset = 4 + 4L * a;
                byte[] b = readFully(in, 4, offset, file);
                dims[a] = (b[0] & 0xff) << 24 | (b[1] & 0xff) << 16 | (b[2] & 0xff) << 8 | b[3] & 0xff;
                if (dims[a] < 1) {
                    throw new IOException(file + ": offset " + offset + ": extent " + Integer.toUnsignedString(dims[a])
                            + " of axis " + a + "; expected 1 to 2147483647");
                }
                size *= dims[a];
                if (size > Integer.MAX_VALUE - 8) {
                    throw new IOException(file + ": offset " + offset + ": extents " + Arrays.toString(dims)
                            + " make more than 2147483639 elements");
                }
            }
            long start = 4 + 4L * axes;
            byte[] bytes = readFully(in, (int) size, start, file);
            if (readSome(in, new byte[1], 0, start + size, file) >= 0) {
                throw new IOException(file + ": offset " + (start + size)
                        + ": more bytes follow; expected the end after " + size + " elements");
            }
            return new Contents(dims, bytes);
        } catch (ZipException e) {
            throw new IOException(file + ": is damaged: " + e.getMessage() + "; expected whole gzip data", e);
        }
    }

    private static InputStream open(Path file) throws IOException {
        InputStream raw = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
        try {
            raw.mark(2);
            boolean gzip = raw.read() == GZIP_FIRST && raw.read() == GZIP_SECOND;
            raw.reset();
            return gzip ? new GZIPInputStream(raw, 1 << 16) : raw;
        } catch (EOFException e) {
            raw.close();
            throw new EOFException(file + ": offset 0: the gzip header is truncated");
        } catch (IOException e) {
            raw.close();
            throw e;
        }
    }

    private static byte[] readFully(InputStream in, int n, long offset, Path file) throws IOException {
        byte[] bytes = new byte[Math.min(n, CHUNK)];
        int done = 0;
        while (done < n) {
            if (done == bytes.length) {
                bytes = Arrays.copyOf(bytes, (int) Math.min(n, 2L * bytes.length));
            }
            int got = readSome(in, bytes, done, offset, file);
            if (got < 0) {
                throw truncated(file, offset + done, n - done);
            }
            done += got;
        }
        return bytes;
    }

    private static int readSome(InputStream in, byte[] bytes, int done, long offset, Path file) throws IOException {
        try {
            return in.read(bytes, done, bytes.length - done);
        } catch (EOFException e) {
            throw truncated(file, offset + done, bytes.length - done);
        }
    }

    private static EOFException truncated(Path file, long offset, int missing) {
        return new EOFException(
                file + ": offset " + offset + ": the file ends here; expected " + missing + " more bytes");
    }
}
