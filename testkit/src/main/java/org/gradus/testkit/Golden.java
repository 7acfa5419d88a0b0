package org.gradus.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.gradus.core.Indices;
import org.gradus.core.Shape;
import org.gradus.core.Tensor;

/**
 * Named arrays that another program computed, read from a text resource {@code /golden/<name>.txt}. The scripts and the format
 * are in {@code tools/golden}.
 */
public final class Golden {
    private static final String FORMAT = "gradus golden 1";

    private final String file;
    private final String origin;
    private final Map<String, DoubleTensor> entries;

    private Golden(String file, String origin, Map<String, DoubleTensor> entries) {
        this.file = file;
        this.origin = origin;
        this.entries = entries;
    }

    /**
     * Reads a golden file of the module that a test belongs to.
     *
     * @param test any class of the module
     * @param name subject and case, such as {@code conv2d/stride}
     * @return its entries
     */
    public static Golden read(Class<?> test, String name) {
        String file = "/golden/" + name + ".txt";
        try (InputStream in = test.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalArgumentException("golden: no resource " + file + "; run tools/golden/all.py");
            }
            return parse(file, new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Golden parse(String file, BufferedReader reader) throws IOException {
        String format = reader.readLine();
        if (!FORMAT.equals(format)) {
            throw new IllegalArgumentException(
                    "golden: " + file + " begins with '" + format + "', not with '" + FORMAT + "'");
        }
        String origin = Objects.requireNonNullElse(reader.readLine(), "");
        Map<String, List<String>> texts = new LinkedHashMap<>();
        List<String> current = new ArrayList<>();
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            if (line.startsWith(" ")) {
                current.addAll(List.of(line.substring(1).split(" ")));
            } else {
                current = new ArrayList<>();
                texts.put(line, current);
            }
        }
        Map<String, DoubleTensor> entries = new LinkedHashMap<>();
        texts.forEach((header, elements) ->
                entries.put(header.substring(0, header.indexOf(' ')), array(file, header, elements)));
        return new Golden(file, origin, entries);
    }

    private static DoubleTensor array(String file, String header, List<String> texts) {
        int[] dims = OpCase.parse(header).get(0);
        if (texts.size() != Shape.of(dims).size()) {
            throw new IllegalArgumentException(
                    "golden: " + file + ": '" + header + "' is followed by " + texts.size() + " numbers");
        }
        return new DoubleTensor(
                dims, texts.stream().mapToDouble(Double::parseDouble).toArray());
    }

    /**
     * Which script wrote the file, with the versions of its libraries and the seed.
     *
     * @return one line
     */
    public String origin() {
        return origin;
    }

    /**
     * An entry in double precision.
     *
     * @param entry its name
     * @return its elements
     */
    public DoubleTensor doubles(String entry) {
        DoubleTensor found = entries.get(entry);
        if (found == null) {
            throw new IllegalArgumentException(
                    "golden: " + file + " has no entry '" + entry + "', only " + entries.keySet());
        }
        return found;
    }

    /**
     * An entry as floats; one that was written as float64 is rounded.
     *
     * @param entry its name
     * @return its elements
     */
    public Tensor tensor(String entry) {
        DoubleTensor found = doubles(entry);
        float[] values = new float[found.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) found.data()[i];
        }
        return Tensor.wrap(found.shape(), values);
    }

    /**
     * An entry as integers.
     *
     * @param entry its name
     * @return its elements
     */
    public Indices indices(String entry) {
        DoubleTensor found = doubles(entry);
        int[] values = new int[found.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (int) found.data()[i];
            if (values[i] != found.data()[i]) {
                throw new IllegalArgumentException("golden: " + file + ": '" + entry + "' is not made of integers");
            }
        }
        return new Indices(values, found.shape());
    }

    /**
     * An entry that is one number.
     *
     * @param entry its name
     * @return the number
     */
    public double number(String entry) {
        DoubleTensor found = doubles(entry);
        if (found.size() != 1) {
            throw new IllegalArgumentException(
                    "golden: " + file + ": '" + entry + "' has " + found.size() + " elements, not one");
        }
        return found.data()[0];
    }

    /**
     * Asserts that a tensor is what an entry says.
     *
     * @param entry the entry's name
     * @param actual the tensor
     * @param relative how far an element may be off, as a fraction of the entry's largest magnitude
     */
    public void check(String entry, Tensor actual, double relative) {
        TensorAssert.assertThat(actual)
                .as("'%s' of %s (%s)", entry, file, origin)
                .isClose(doubles(entry), relative);
    }
}
