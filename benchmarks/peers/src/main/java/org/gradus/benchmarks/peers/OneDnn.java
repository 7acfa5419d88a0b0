package org.gradus.benchmarks.peers;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.convolution_backward_data;
import org.bytedeco.dnnl.convolution_backward_weights;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.dnnl.reorder;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.FloatPointer;
import org.gradus.core.backend.ConvShape;
import org.gradus.core.backend.GemmShape;

/** oneDNN's matrix product, and its convolution from and to plain NCHW: the reorders into its own layouts are part of the time. */
final class OneDnn {
    private final engine cpu = new engine(engine.kind.cpu, 0);
    private final stream queue = new stream(cpu);

    void multiply(GemmShape s, FloatPointer a, FloatPointer b, FloatPointer c) {
        byte ta = (byte) (s.transA() ? 'T' : 'N');
        byte tb = (byte) (s.transB() ? 'T' : 'N');
        dnnl.dnnl_sgemm(ta, tb, s.m(), s.n(), s.k(), 1f, a, s.lda(), b, s.ldb(), 0f, c, s.ldc());
    }

    /** What is computed of a convolution. */
    enum Direction {
        FORWARD,
        INPUT_GRADIENT,
        WEIGHT_GRADIENT
    }

    /** A convolution ready to run: x, w and y are images, weights and results, of which the one that is asked for is written. */
    Runnable convolution(Direction direction, ConvShape s, FloatPointer x, FloatPointer w, FloatPointer y) {
        boolean grouped = s.groups() > 1;
        int kernel = s.window().kernelHeight();
        long[] images = {s.n(), s.inChannels(), s.height(), s.width()};
        long[] results = {s.n(), s.outChannels(), s.outHeight(), s.outWidth()};
        long[] weights = grouped
                ? new long[] {s.groups(), s.outChannels() / s.groups(), s.inChannels() / s.groups(), kernel, kernel}
                : new long[] {s.outChannels(), s.inChannels(), kernel, kernel};
        long[] strides = {s.window().strideHeight(), s.window().strideWidth()};
        long[] pads = {s.window().padHeight(), s.window().padWidth()};
        memory.format_tag ofWeights = grouped ? memory.format_tag.goihw : memory.format_tag.oihw;
        memory.desc anyX = desc(images, memory.format_tag.any);
        memory.desc anyW = desc(weights, memory.format_tag.any);
        memory.desc anyY = desc(results, memory.format_tag.any);
        memory plainX = new memory(desc(images, memory.format_tag.nchw), cpu, x);
        memory plainW = new memory(desc(weights, ofWeights), cpu, w);
        memory plainY = new memory(desc(results, memory.format_tag.nchw), cpu, y);
        var kind = dnnl.algorithm.convolution_auto;
        var forward = new convolution_forward.primitive_desc(
                cpu, dnnl.prop_kind.forward_training, kind, anyX, anyW, anyY, strides, pads, pads);
        List<Runnable> steps = new ArrayList<>();
        IntMemoryMap arguments = new IntMemoryMap();
        switch (direction) {
            case FORWARD -> {
                arguments.put(dnnl.DNNL_ARG_SRC, in(plainX, forward.src_desc(), steps));
                arguments.put(dnnl.DNNL_ARG_WEIGHTS, in(plainW, forward.weights_desc(), steps));
                out(dnnl.DNNL_ARG_DST, plainY, forward.dst_desc(), new convolution_forward(forward), arguments, steps);
            }
            case INPUT_GRADIENT -> {
                var back = new convolution_backward_data.primitive_desc(
                        cpu, kind, anyX, anyW, anyY, strides, pads, pads, forward);
                arguments.put(dnnl.DNNL_ARG_DIFF_DST, in(plainY, back.diff_dst_desc(), steps));
                arguments.put(dnnl.DNNL_ARG_WEIGHTS, in(plainW, back.weights_desc(), steps));
                primitive run = new convolution_backward_data(back);
                out(dnnl.DNNL_ARG_DIFF_SRC, plainX, back.diff_src_desc(), run, arguments, steps);
            }
            case WEIGHT_GRADIENT -> {
                var back = new convolution_backward_weights.primitive_desc(
                        cpu, kind, anyX, anyW, anyY, strides, pads, pads, forward);
                arguments.put(dnnl.DNNL_ARG_SRC, in(plainX, back.src_desc(), steps));
                arguments.put(dnnl.DNNL_ARG_DIFF_DST, in(plainY, back.diff_dst_desc(), steps));
                primitive run = new convolution_backward_weights(back);
                out(dnnl.DNNL_ARG_DIFF_WEIGHTS, plainW, back.diff_weights_desc(), run, arguments, steps);
            }
        }
        return () -> {
            steps.forEach(Runnable::run);
            queue._wait();
        };
    }

    private static memory.desc desc(long[] dims, memory.format_tag tag) {
        return new memory.desc(dims, memory.data_type.f32, tag);
    }

    /** The memory in the layout that the primitive wants, filled from the plain one at every run. */
    private memory in(memory plain, memory.desc wanted, List<Runnable> steps) {
        if (plain.get_desc().equals(wanted)) {
            return plain;
        }
        memory own = new memory(wanted, cpu);
        reorder reorder = new reorder(plain, own);
        steps.add(() -> reorder.execute(queue, plain, own));
        return own;
    }

    private void out(
            int argument,
            memory plain,
            memory.desc wanted,
            primitive run,
            IntMemoryMap arguments,
            List<Runnable> steps) {
        boolean same = plain.get_desc().equals(wanted);
        memory own = same ? plain : new memory(wanted, cpu);
        arguments.put(argument, own);
        steps.add(() -> run.execute(queue, arguments));
        if (!same) {
            reorder reorder = new reorder(own, plain);
            steps.add(() -> reorder.execute(queue, own, plain));
        }
    }
}
