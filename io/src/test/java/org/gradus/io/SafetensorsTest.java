package org.gradus.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.gradus.core.Shape;
import org.gradus.core.State;
import org.gradus.core.Tensor;
import org.gradus.core.backend.Numerics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsTest {
    @TempDir
    Path folder;

    @Test
    void writesTheBytesOfTheFormat() throws IOException {
        Path file = folder.resolve("a.safetensors");
        Safetensors.write(file, new State(Map.of("w", Tensor.of(Shape.of(2), 1f, -2f))), Map.of());
        String header = "{\"__metadata__\":{\"gradus.numerics\":\"" + Numerics.VERSION
                + "\"},\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}";
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        int padded = (json.length + 7) / 8 * 8;
        ByteBuffer expected = ByteBuffer.allocate(8 + padded + 8).order(ByteOrder.LITTLE_ENDIAN);
        expected.putLong(padded).put(json);
        while (expected.position() < 8 + padded) {
            expected.put((byte) ' ');
        }
        expected.putFloat(1f).putFloat(-2f);
        assertThat(Files.readAllBytes(file)).isEqualTo(expected.array());
    }

    @Test
    void givesBackNamesShapesBitsAndMetadataInOrder() throws IOException {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("b.weight", Tensor.of(Shape.of(2, 3), 1f, -0f, Float.MIN_VALUE, Float.MAX_VALUE, 0.1f, 3f));
        tensors.put("a \"quoted\" é", Tensor.scalar(Float.NEGATIVE_INFINITY));
        tensors.put("empty", Tensor.zeros(0, 4));
        float[] large = new float[100_003];
        for (int i = 0; i < large.length; i++) {
            large[i] = i * 0.37f;
        }
        tensors.put("large", Tensor.wrap(Shape.of(large.length), large));
        Path file = folder.resolve("deep/er/model.safetensors");
        Safetensors.write(file, new State(tensors), Map.of("note", "two\nlines"));
        Safetensors read = Safetensors.read(file);
        assertThat(read.metadata())
                .containsEntry("note", "two\nlines")
                .containsEntry(Safetensors.NUMERICS, Integer.toString(Numerics.VERSION));
        assertThat(read.state().tensors().keySet()).containsExactlyElementsOf(tensors.keySet());
        tensors.forEach((name, tensor) -> {
            Tensor back = read.state().tensors().get(name);
            assertThat(back.shape()).isEqualTo(tensor.shape());
            assertThat(bits(back)).isEqualTo(bits(tensor));
        });
    }

    @Test
    void savesEveryNanAsTheSameNan() throws IOException {
        float odd = Float.intBitsToFloat(0xffc12345);
        Path one = folder.resolve("one");
        Path two = folder.resolve("two");
        Safetensors.write(one, new State(Map.of("x", Tensor.of(odd))), Map.of());
        Safetensors.write(two, new State(Map.of("x", Tensor.of(Float.NaN))), Map.of());
        assertThat(Files.readAllBytes(one)).isEqualTo(Files.readAllBytes(two));
    }

    @Test
    void anInterruptedWriteLeavesTheOldFileAndNoRest() throws IOException {
        Path file = folder.resolve("m.safetensors");
        Safetensors.write(file, new State(Map.of("x", Tensor.of(1f))), Map.of());
        byte[] before = Files.readAllBytes(file);
        assertThatThrownBy(() -> AtomicFile.write(file, channel -> {
                    channel.write(ByteBuffer.wrap(new byte[3]));
                    throw new IOException("disk full");
                }))
                .isInstanceOf(IOException.class)
                .hasMessage(file + ": cannot be written, nothing was changed: IOException: disk full");
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).containsExactly(file);
        }
    }

    @Test
    void everyTruncationIsAnErrorThatNamesTheFile() throws IOException {
        Path file = folder.resolve("whole.safetensors");
        Safetensors.write(file, new State(Map.of("x", Tensor.of(1f, 2f, 3f))), Map.of("k", "v"));
        byte[] whole = Files.readAllBytes(file);
        Path cut = folder.resolve("cut.safetensors");
        for (int n = 0; n < whole.length; n++) {
            Files.write(cut, Arrays.copyOf(whole, n));
            assertThatThrownBy(() -> Safetensors.read(cut))
                    .as("first %d bytes", n)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("cut.safetensors");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"x\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}} | 4 | truncated",
                "{\"x\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}} | 12 | 4 bytes follow the last tensor",
                "{\"x\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,8]}} | 8 | needs 12 bytes, but its data_offsets span 8",
                "{\"x\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}} | 8 | begins at data offset 4; expected 0",
                "{\"x\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},\"y\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}} | 8 | begins at data offset 0; expected 4",
                "{\"x\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},\"x\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}} | 8 | Duplicate",
                "{\"x\":{\"dtype\":\"I64\",\"shape\":[1],\"data_offsets\":[0,8]}} | 8 | dtype I64; F32, F64, F16 and BF16 can be read",
                "{\"x\":{\"dtype\":\"F32\",\"shape\":[-1],\"data_offsets\":[0,4]}} | 4 | extent -1",
                "{\"x\":{\"dtype\":\"F32\",\"shape\":[99999,99999],\"data_offsets\":[0,4]}} | 4 | more than 2147352575 elements",
                "{\"x\":{\"dtype\":\"F32\",\"shape\":[1]}} | 4 | needs dtype, shape and two data_offsets",
                "{\"x\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4],\"z\":1}} | 4 | unknown field 'z'",
                "{\"x\":7} | 0 | expected START_OBJECT, found VALUE_NUMBER_INT",
                "[1,2,3,4] | 0 | begins with the bytes 5b 31; expected 7b",
                "{\"x\" | 0 | no valid JSON",
                "{}{} | 0 | text after the end of the header",
            })
    void aMalformedFileIsRefusedWithItsReason(String header, int dataBytes, String reason) throws IOException {
        Path file = write(header, dataBytes);
        assertThatThrownBy(() -> Safetensors.read(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining(reason);
    }

    @Test
    void aHeaderLengthBeyondTheFileIsRefusedBeforeMemoryIsAskedFor() throws IOException {
        Path file = folder.resolve("long");
        for (long length : List.of(99_999_999L, Long.MAX_VALUE, -1L, 0L)) {
            Files.write(
                    file,
                    ByteBuffer.allocate(16)
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .putLong(length)
                            .array());
            assertThatThrownBy(() -> Safetensors.read(file))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("offset");
        }
        assertThatThrownBy(() -> Safetensors.read(folder.resolve("none")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("there is no such file");
    }

    @Test
    void readsOtherElementTypes() throws IOException {
        String header = "{\"d\":{\"dtype\":\"F64\",\"shape\":[1],\"data_offsets\":[0,8]},"
                + "\"h\":{\"dtype\":\"F16\",\"shape\":[6],\"data_offsets\":[8,20]},"
                + "\"b\":{\"dtype\":\"BF16\",\"shape\":[2],\"data_offsets\":[20,24]}}";
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(8 + json.length + 24).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(json.length).put(json).putDouble(Math.PI);
        for (int half : new int[] {0x3c00, 0xc000, 0x7bff, 0x0001, 0x7c00, 0x8000}) {
            bytes.putShort((short) half);
        }
        bytes.putShort((short) 0x3f80).putShort((short) 0xff80);
        Path file = folder.resolve("types");
        Files.write(file, bytes.array());
        Map<String, Tensor> tensors = Safetensors.read(file).state().tensors();
        assertThat(tensors.get("d").item()).isEqualTo((float) Math.PI);
        assertThat(bits(tensors.get("h")))
                .isEqualTo(bits(Tensor.of(1f, -2f, 65504f, 0x1p-24f, Float.POSITIVE_INFINITY, -0f)));
        assertThat(bits(tensors.get("b"))).isEqualTo(bits(Tensor.of(1f, Float.NEGATIVE_INFINITY)));
    }

    private Path write(String header, int dataBytes) throws IOException {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(8 + json.length + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(json.length).put(json);
        Path file = folder.resolve("bad.safetensors");
        Files.write(file, bytes.array());
        return file;
    }

    private static int[] bits(Tensor tensor) {
        float[] values = tensor.toArray();
        int[] bits = new int[values.length];
        for (int i = 0; i < bits.length; i++) {
            bits[i] = Float.floatToIntBits(values[i]);
        }
        return bits;
    }

    /** Each of these once ended in an exception that names no file. */
    @Test
    void limitsOfTheParserAndOtherEncodingsAreErrorsOfTheFile() throws IOException {
        byte[][] headers = {
            "{\"a\":{\"shape\":[123456789012345678901234567890]}}".getBytes(StandardCharsets.UTF_8),
            ("{\"" + "x".repeat(60_000) + "\":{}}").getBytes(StandardCharsets.UTF_8),
            "{}".getBytes(StandardCharsets.UTF_16LE),
            {0, 0, (byte) 0xff, (byte) 0xfe, 0, 0, 0, 1}
        };
        for (byte[] header : headers) {
            Path file = folder.resolve("odd.safetensors");
            Files.write(
                    file,
                    ByteBuffer.allocate(8 + header.length)
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .putLong(header.length)
                            .put(header)
                            .array());
            assertThatThrownBy(() -> Safetensors.read(file))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith(file + ": ");
        }
    }

    @Test
    void othersMayReadAFileAsFarAsAnyNewFile() throws IOException {
        Path file = folder.resolve("a.safetensors");
        Safetensors.write(file, new State(Map.of()), Map.of());
        Path plain = Files.createFile(folder.resolve("plain"));
        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(Files.getPosixFilePermissions(plain));
    }

    @Test
    void whatKeepsAFileFromBeingWrittenIsSaid() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        Path below = file.resolve("a.safetensors");
        assertThatThrownBy(() -> Safetensors.write(below, new State(Map.of()), Map.of()))
                .hasMessageStartingWith(below + ": cannot be written, nothing was changed: FileAlreadyExistsException");
    }
}
