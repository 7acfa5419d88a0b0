package org.gradus.io;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gradus.core.State;
import org.gradus.core.Tensor;
import org.gradus.core.backend.Numerics;

/**
 * Named tensors in the safetensors format: an 8-byte little-endian header length, a JSON header, the raw elements.
 *
 * <p>A file is written as a whole or not at all, with all NaN as one NaN, and records the numerics version under
 * {@value #NUMERICS}. The reader trusts nothing: every length, offset and shape is checked before memory is asked for, and
 * an error names the file, the place and what was expected. Elements of type F64, F16 and BF16 are converted to floats.
 *
 * @param state name to tensor
 * @param metadata free text that travels with the tensors
 */
public record Safetensors(State state, Map<String, String> metadata) {
    /** The metadata key that holds {@link Numerics#VERSION}. */
    public static final String NUMERICS = "gradus.numerics";

    private static final int MAX_HEADER = 100_000_000;
    private static final int CHUNK = 1 << 16;

    /**
     * Copies the metadata and keeps its order.
     *
     * @param state name to tensor
     * @param metadata free text that travels with the tensors
     */
    public Safetensors {
        metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    }

    /**
     * Writes a file, replacing an older one as a whole.
     *
     * @param file where; missing folders are made
     * @param state name to tensor
     * @param metadata free text that travels with the tensors
     * @throws IOException when the file cannot be written; an older file is then still whole
     */
    public static void write(Path file, State state, Map<String, String> metadata) throws IOException {
        Map<String, String> all = new LinkedHashMap<>();
        all.put(NUMERICS, Integer.toString(Numerics.VERSION));
        all.putAll(metadata);
        if (state.tensors().containsKey(SafetensorsHeader.METADATA)) {
            throw new IllegalArgumentException(
                    "safetensors: the name '" + SafetensorsHeader.METADATA + "' is taken by the format");
        }
        byte[] header = SafetensorsHeader.format(state.tensors(), all);
        AtomicFile.write(file, channel -> {
            ByteBuffer buffer = ByteBuffer.allocate(CHUNK).order(ByteOrder.LITTLE_ENDIAN);
            buffer.putLong(header.length);
            flush(channel, buffer);
            writeFully(channel, ByteBuffer.wrap(header));
            for (Tensor tensor : state.tensors().values()) {
                for (float value : tensor.data()) {
                    if (buffer.remaining() < 4) {
                        flush(channel, buffer);
                    }
                    buffer.putInt(Float.floatToIntBits(value));
                }
            }
            flush(channel, buffer);
        });
    }

    private static void flush(FileChannel channel, ByteBuffer buffer) throws IOException {
        writeFully(channel, buffer.flip());
        buffer.clear();
    }

    private static void writeFully(FileChannel channel, ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    /**
     * Reads a file.
     *
     * @param file the file
     * @return its tensors, in the order of the header, and its metadata
     * @throws IOException when it cannot be read, or is no well-formed safetensors file
     */
    public static Safetensors read(Path file) throws IOException {
        String name = file.toString();
        if (!Files.isRegularFile(file)) {
            throw new NoSuchFileException(name, null, "there is no such file; expected a safetensors file");
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long size = channel.size();
            long headerLength = readHeaderLength(channel, name, size);
            ByteBuffer bytes = ByteBuffer.allocate((int) headerLength);
            readFully(channel, bytes, 8, name);
            SafetensorsHeader header = SafetensorsHeader.parse(bytes.array(), name);
            long dataStart = 8 + headerLength;
            checkLayout(header, size - dataStart, dataStart, name);
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            for (Map.Entry<String, SafetensorsHeader.Entry> entry :
                    header.entries().entrySet()) {
                tensors.put(entry.getKey(), readTensor(channel, entry.getValue(), dataStart, name));
            }
            return new Safetensors(new State(tensors), header.metadata());
        }
    }

    private static long readHeaderLength(FileChannel channel, String name, long size) throws IOException {
        if (size < 8) {
            throw new EOFException(name + ": has " + size + " bytes; a safetensors file begins with an 8-byte length");
        }
        ByteBuffer length = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
        readFully(channel, length, 0, name);
        long headerLength = length.flip().getLong();
        if (headerLength < 2 || headerLength > MAX_HEADER) {
            throw new IOException(name + ": offset 0: the header length is " + headerLength + "; expected 2 to "
                    + MAX_HEADER + ": this is no safetensors file");
        }
        if (headerLength > size - 8) {
            throw new EOFException(name + ": offset 8: the header should have " + headerLength + " bytes, but only "
                    + (size - 8) + " follow: the file is truncated");
        }
        return headerLength;
    }

    /** The tensors must lie one after the other, without gaps or overlaps, and fill the file to its end. */
    private static void checkLayout(SafetensorsHeader header, long dataBytes, long dataStart, String name)
            throws IOException {
        List<Map.Entry<String, SafetensorsHeader.Entry>> inOrder =
                new ArrayList<>(header.entries().entrySet());
        inOrder.sort(Comparator.comparingLong((Map.Entry<String, SafetensorsHeader.Entry> e) ->
                        e.getValue().begin())
                .thenComparingLong(e -> e.getValue().end()));
        long expected = 0;
        for (Map.Entry<String, SafetensorsHeader.Entry> item : inOrder) {
            SafetensorsHeader.Entry entry = item.getValue();
            if (entry.begin() != expected) {
                throw new IOException(name + ": tensor '" + item.getKey() + "' begins at data offset " + entry.begin()
                        + "; expected " + expected + ": tensors must lie one after the other");
            }
            long bytes = (long) entry.shape().size() * entry.type().bytes();
            if (entry.end() - entry.begin() != bytes) {
                throw new IOException(name + ": tensor '" + item.getKey() + "' " + entry.shape() + " of type "
                        + entry.type() + " needs " + bytes + " bytes, but its data_offsets span "
                        + (entry.end() - entry.begin()));
            }
            expected = entry.end();
        }
        if (expected > dataBytes) {
            throw new EOFException(name + ": offset " + dataStart + ": " + expected
                    + " bytes of data are expected, but only " + dataBytes + " follow: the file is truncated");
        }
        if (expected < dataBytes) {
            throw new IOException(name + ": offset " + (dataStart + expected) + ": " + (dataBytes - expected)
                    + " bytes follow the last tensor; expected the end of the file");
        }
    }

    private static Tensor readTensor(FileChannel channel, SafetensorsHeader.Entry entry, long dataStart, String name)
            throws IOException {
        float[] values = new float[entry.shape().size()];
        ByteBuffer buffer = ByteBuffer.allocate(CHUNK).order(ByteOrder.LITTLE_ENDIAN);
        long position = dataStart + entry.begin();
        int done = 0;
        while (done < values.length) {
            int n = Math.min(CHUNK / entry.type().bytes(), values.length - done);
            buffer.clear().limit(n * entry.type().bytes());
            readFully(channel, buffer, position, name);
            position += buffer.flip().limit();
            for (int i = 0; i < n; i++) {
                values[done++] = entry.type().read(buffer);
            }
        }
        return Tensor.wrap(entry.shape(), values);
    }

    private static void readFully(FileChannel channel, ByteBuffer buffer, long position, String name)
            throws IOException {
        long at = position;
        while (buffer.hasRemaining()) {
            int n = channel.read(buffer, at);
            if (n < 0) {
                throw new EOFException(name + ": offset " + at + ": " + buffer.remaining()
                        + " more bytes were expected: the file is truncated");
            }
            at += n;
        }
    }
}
