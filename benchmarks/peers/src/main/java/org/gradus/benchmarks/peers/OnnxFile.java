package org.gradus.benchmarks.peers;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** The wire format of an ONNX model, as much of it as the models for inference need. */
final class OnnxFile {
    private static final int OPSET = 17;
    private static final int IR_VERSION = 8;
    private static final int FLOAT = 1;
    private static final int INTS = 7;
    private static final int INT = 2;

    private final ByteArrayOutputStream graph = new ByteArrayOutputStream();
    private int names;

    /** A weight, returned by its name. */
    String weight(float[] values, int... dims) {
        String name = "w" + names++;
        ByteArrayOutputStream tensor = new ByteArrayOutputStream();
        for (int dim : dims) {
            varint(tensor, 1, dim);
        }
        varint(tensor, 2, FLOAT);
        bytes(tensor, 8, name.getBytes(StandardCharsets.UTF_8));
        ByteBuffer raw = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (float v : values) {
            raw.putFloat(v);
        }
        bytes(tensor, 9, raw.array());
        bytes(graph, 5, tensor.toByteArray());
        return name;
    }

    /** A node with integer attributes; returns the name of its output. */
    String node(String op, String[] inputs, Object... attributes) {
        String output = "y" + names++;
        ByteArrayOutputStream node = new ByteArrayOutputStream();
        for (String input : inputs) {
            bytes(node, 1, input.getBytes(StandardCharsets.UTF_8));
        }
        bytes(node, 2, output.getBytes(StandardCharsets.UTF_8));
        bytes(node, 4, op.getBytes(StandardCharsets.UTF_8));
        for (int i = 0; i < attributes.length; i += 2) {
            ByteArrayOutputStream attribute = new ByteArrayOutputStream();
            bytes(attribute, 1, ((String) attributes[i]).getBytes(StandardCharsets.UTF_8));
            if (attributes[i + 1] instanceof Integer number) {
                varint(attribute, 3, number);
                varint(attribute, 20, INT);
            } else {
                for (int number : (int[]) attributes[i + 1]) {
                    varint(attribute, 8, number);
                }
                varint(attribute, 20, INTS);
            }
            bytes(node, 5, attribute.toByteArray());
        }
        bytes(graph, 1, node.toByteArray());
        return output;
    }

    /** The whole file. */
    byte[] model(String input, int[] inputDims, String output, int[] outputDims) {
        bytes(graph, 2, "model".getBytes(StandardCharsets.UTF_8));
        bytes(graph, 11, value(input, inputDims));
        bytes(graph, 12, value(output, outputDims));
        ByteArrayOutputStream model = new ByteArrayOutputStream();
        varint(model, 1, IR_VERSION);
        bytes(model, 7, graph.toByteArray());
        ByteArrayOutputStream opset = new ByteArrayOutputStream();
        varint(opset, 2, OPSET);
        bytes(model, 8, opset.toByteArray());
        return model.toByteArray();
    }

    private static byte[] value(String name, int[] dims) {
        ByteArrayOutputStream shape = new ByteArrayOutputStream();
        for (int dim : dims) {
            ByteArrayOutputStream extent = new ByteArrayOutputStream();
            varint(extent, 1, dim);
            bytes(shape, 1, extent.toByteArray());
        }
        ByteArrayOutputStream tensor = new ByteArrayOutputStream();
        varint(tensor, 1, FLOAT);
        bytes(tensor, 2, shape.toByteArray());
        ByteArrayOutputStream type = new ByteArrayOutputStream();
        bytes(type, 1, tensor.toByteArray());
        ByteArrayOutputStream value = new ByteArrayOutputStream();
        bytes(value, 1, name.getBytes(StandardCharsets.UTF_8));
        bytes(value, 2, type.toByteArray());
        return value.toByteArray();
    }

    private static void varint(ByteArrayOutputStream out, int field, long value) {
        raw(out, (long) field << 3);
        raw(out, value);
    }

    private static void bytes(ByteArrayOutputStream out, int field, byte[] value) {
        raw(out, (long) field << 3 | 2);
        raw(out, value.length);
        out.writeBytes(value);
    }

    private static void raw(ByteArrayOutputStream out, long value) {
        long left = value;
        while ((left & ~0x7FL) != 0) {
            out.write((int) (left & 0x7F | 0x80));
            left >>>= 7;
        }
        out.write((int) left);
    }
}
