package org.gradus.benchmarks.workload;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A contestant's process, and the questions that it answers. */
public final class Running implements AutoCloseable {
    private final String name;
    private final Process process;
    private final Path log;
    private final BufferedReader replies;
    private final BufferedWriter commands;
    private final long started = System.nanoTime();

    Running(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
        this.replies = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        this.commands = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
    }

    /** The contestant's short name. */
    String name() {
        return name;
    }

    /** Nanoseconds since the process was started. */
    long age() {
        return System.nanoTime() - started;
    }

    /**
     * Has the model built.
     *
     * @return what the contestant calls itself
     */
    String prepare(Task task, Path directory) throws IOException {
        return ask("prepare " + task + " " + directory).substring("ready ".length());
    }

    /** Times of steps in nanoseconds, and the losses before them. */
    record Steps(long[] nanos, double[] losses) {}

    Steps steps(int n) throws IOException {
        double[] numbers = numbers("steps " + n);
        return new Steps(
                Arrays.stream(numbers, 1, n + 1).mapToLong(v -> (long) v).toArray(),
                Arrays.copyOfRange(numbers, n + 1, 2 * n + 1));
    }

    /** Times of answers in nanoseconds, and the outputs for the first sample. */
    record Answers(long[] nanos, double[] outputs) {}

    Answers answers(int n) throws IOException {
        double[] numbers = numbers("answers " + n);
        return new Answers(
                Arrays.stream(numbers, 1, n + 1).mapToLong(v -> (long) v).toArray(),
                Arrays.copyOfRange(numbers, n + 1, numbers.length));
    }

    /** What several callers saw: answers, wrong ones and failures among them, median and 99th percentile. */
    record Callers(long answers, long errors, double median, double p99, double nanos) {
        double perSecond() {
            return answers / nanos * 1e9;
        }
    }

    Callers callers(int threads, int millis) throws IOException {
        double[] v = numbers("callers " + threads + " " + millis);
        return new Callers((long) v[0], (long) v[1], v[2], v[3], v[4]);
    }

    /** The largest resident memory so far, in bytes. */
    double memory() throws IOException {
        return numbers("memory")[0] * 1024;
    }

    private double[] numbers(String command) throws IOException {
        return Arrays.stream(ask(command).split(" ", -1))
                .mapToDouble(Double::parseDouble)
                .toArray();
    }

    private String ask(String command) throws IOException {
        commands.write(command);
        commands.newLine();
        commands.flush();
        String reply = replies.readLine();
        if (reply == null || reply.startsWith("error")) {
            List<String> said = Files.readAllLines(log);
            String last = String.join("\n  ", said.subList(Math.max(0, said.size() - 12), said.size()));
            throw new IOException(name + " failed at '" + command + "': " + reply + "\n  " + last);
        }
        return reply;
    }

    @Override
    public void close() throws IOException {
        try {
            commands.write("quit\n");
            commands.flush();
        } catch (IOException e) {
            // it has ended by itself
        }
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroy();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Files.deleteIfExists(log);
    }
}
