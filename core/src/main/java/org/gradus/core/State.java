package org.gradus.core;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The values of all parameters and buffers of a model at one moment, by path, in the order of registration.
 *
 * @param tensors path to value; copies that no later training step changes
 */
public record State(Map<String, Tensor> tensors) {
    /**
     * Copies the map and keeps its order.
     *
     * @param tensors path to value
     */
    public State {
        tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
    }

    /**
     * The SHA-256 of every path, shape and value, in order: equal for equal bits and for nothing else. All NaN count as one,
     * −0 differs from +0.
     *
     * @return 64 hexadecimal digits
     */
    public String sha256() {
        MessageDigest digest = newSha256();
        ByteBuffer bytes = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);
        tensors.forEach((path, tensor) -> {
            digest.update((path + tensor.shape() + '\n').getBytes(StandardCharsets.UTF_8));
            for (float value : tensor.data()) {
                if (!bytes.hasRemaining()) {
                    digest.update(bytes.flip());
                    bytes.clear();
                }
                bytes.putInt(Float.floatToIntBits(value));
            }
            digest.update(bytes.flip());
            bytes.clear();
        });
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest newSha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** What keeps this state from fitting the named shapes, one line each; empty when it fits. */
    List<String> differences(Map<String, Shape> wanted) {
        List<String> differences = new ArrayList<>();
        wanted.forEach((path, shape) -> {
            Tensor tensor = tensors.get(path);
            if (tensor == null) {
                differences.add("missing: " + path + " " + shape);
            } else if (!tensor.shape().equals(shape)) {
                differences.add(
                        "shape: " + path + " is " + shape + " in the model, " + tensor.shape() + " in the state");
            }
        });
        tensors.forEach((path, tensor) -> {
            if (!wanted.containsKey(path)) {
                differences.add("unexpected: " + path + " " + tensor.shape());
            }
        });
        return differences;
    }
}
