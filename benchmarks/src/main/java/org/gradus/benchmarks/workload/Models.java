package org.gradus.benchmarks.workload;

import org.gradus.core.TensorLayer;
import org.gradus.core.backend.Window;
import org.gradus.nn.Activation;
import org.gradus.nn.BatchNorm2d;
import org.gradus.nn.Conv2d;
import org.gradus.nn.Flatten;
import org.gradus.nn.GlobalAvgPool2d;
import org.gradus.nn.Linear;
import org.gradus.nn.MaxPool2d;
import org.gradus.nn.Residual;
import org.gradus.nn.Sequential;
import org.gradus.nn.WeightInit;

/** The models in Gradus. The order of their parameters is that in which weights are handed to the others. */
final class Models {
    private Models() {}

    static TensorLayer mlp(int width, int depth) {
        Sequential model = new Sequential();
        model.add("first", new Linear(784, 512 * width, Activation.RELU));
        for (int i = 0; i < depth; i++) {
            model.add("hidden" + i, new Linear(i == 0 ? 512 * width : 256 * width, 256 * width, Activation.RELU));
        }
        return model.add("last", new Linear(256 * width, Workload.CLASSES));
    }

    static TensorLayer cnn(int width, int depth, boolean norm) {
        Sequential model = new Sequential();
        convolution(model, "conv1", 1, 32 * width, norm);
        model.add("pool1", new MaxPool2d(2));
        for (int i = 0; i < depth; i++) {
            convolution(model, "conv2-" + i, i == 0 ? 32 * width : 64 * width, 64 * width, norm);
        }
        return model.add("pool2", new MaxPool2d(2))
                .add("flatten", new Flatten())
                .add("hidden", new Linear(64 * width * 7 * 7, 128 * width, Activation.RELU))
                .add("last", new Linear(128 * width, Workload.CLASSES));
    }

    private static void convolution(Sequential model, String name, int in, int out, boolean norm) {
        if (norm) {
            model.add(name, conv(in, out, 3, 1))
                    .add(name + "-norm", new BatchNorm2d(out))
                    .add(name + "-relu", Activation.RELU.layer());
        } else {
            model.add(name, new Conv2d(in, out, Window.square(3).pad(1), Activation.RELU));
        }
    }

    static TensorLayer resNet(int width, int depth) {
        Sequential model = new Sequential();
        convolution(model, "stem", 3, 16 * width, true);
        for (int stage = 0, in = 16 * width; stage < 3; stage++) {
            int out = (16 << stage) * width;
            for (int i = 0; i < depth; i++) {
                model.add("stage" + stage + "-" + i, block(in, out, stage > 0 && i == 0 ? 2 : 1));
                in = out;
            }
        }
        return model.add("mean", new GlobalAvgPool2d()).add("last", new Linear(64 * width, Workload.CLASSES));
    }

    private static TensorLayer block(int in, int out, int stride) {
        Sequential body = Sequential.of(
                conv(in, out, 3, stride),
                new BatchNorm2d(out),
                Activation.RELU.layer(),
                conv(out, out, 3, 1),
                new BatchNorm2d(out));
        if (in == out) {
            return new Residual(body, Activation.RELU);
        }
        Sequential shortcut = Sequential.of(conv(in, out, 1, stride), new BatchNorm2d(out));
        return new Residual(body, shortcut, Activation.RELU);
    }

    private static Conv2d conv(int in, int out, int kernel, int stride) {
        Window window = Window.square(kernel).stride(stride).pad(kernel / 2);
        return new Conv2d(in, out, window, 1, Activation.IDENTITY, false, WeightInit.heNormal());
    }
}
