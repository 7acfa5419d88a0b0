package org.gradus.benchmarks.workload;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A process that does what it is told, a line each: {@code prepare TASK DIRECTORY}, {@code steps N}, {@code answers N},
 * {@code callers THREADS MILLISECONDS}, {@code memory}, {@code quit}. It replies a line to each; a failure is a line that
 * begins with {@code error}. {@code peer.py} speaks the same.
 */
public final class ContestantProcess {
    private final Contestant contestant;
    private TaskData data = new TaskData(List.of(), List.of(), List.of());
    private int sampleSize;
    private int next;

    private ContestantProcess(Contestant contestant) {
        this.contestant = contestant;
    }

    /**
     * Obeys until told to quit.
     *
     * @param args the class of the contestant
     * @throws ReflectiveOperationException when there is no such contestant
     * @throws IOException when the input fails
     */
    public static void main(String[] args) throws ReflectiveOperationException, IOException {
        PrintStream replies = System.out;
        System.setOut(System.err); // what libraries print must not look like a reply
        Contestant contestant =
                (Contestant) Class.forName(args[0]).getDeclaredConstructor().newInstance();
        ContestantProcess process = new ContestantProcess(contestant);
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = commands.readLine(); line != null && !line.equals("quit"); line = commands.readLine()) {
            String reply;
            try {
                reply = process.obey(line.split(" ", -1));
            } catch (Exception | LinkageError e) {
                reply = "error " + String.valueOf(e).replace('\n', ' ');
            }
            replies.println(reply);
            replies.flush();
        }
        System.exit(0);
    }

    String obey(String[] command) throws Exception {
        return switch (command[0]) {
            case "prepare" -> prepare(Task.parse(command[1]), Path.of(command[2]));
            case "steps" -> steps(Integer.parseInt(command[1]));
            case "answers" -> answers(Integer.parseInt(command[1]));
            case "callers" -> callers(Integer.parseInt(command[1]), Long.parseLong(command[2]));
            case "memory" -> memory();
            default -> "error unknown command " + command[0];
        };
    }

    static ContestantProcess of(Contestant contestant) {
        return new ContestantProcess(contestant);
    }

    private String prepare(Task task, Path directory) throws Exception {
        data = TaskData.read(task, directory);
        contestant.prepare(task, data);
        sampleSize = task.workload().sampleSize();
        next = 0;
        return "ready " + contestant.name();
    }

    private String steps(int n) throws Exception {
        StringBuilder times = new StringBuilder();
        StringBuilder losses = new StringBuilder();
        for (int i = 0; i < n; i++) {
            int batch = next++ % Task.BATCHES;
            long start = System.nanoTime();
            float loss = contestant.step(batch);
            times.append(' ').append(System.nanoTime() - start);
            losses.append(' ').append(loss);
        }
        return n + times.toString() + losses;
    }

    private float[] sample(int i) {
        float[] batch = data.x().get(i % Task.BATCHES);
        int at = i % (batch.length / sampleSize) * sampleSize;
        return Arrays.copyOfRange(batch, at, at + sampleSize);
    }

    private String answers(int n) throws Exception {
        StringBuilder reply = new StringBuilder().append(n);
        for (int i = 0; i < n; i++) {
            float[] sample = sample(i);
            long start = System.nanoTime();
            contestant.answer(sample);
            reply.append(' ').append(System.nanoTime() - start);
        }
        for (float logit : contestant.answer(sample(0))) {
            reply.append(' ').append(logit);
        }
        return reply.toString();
    }

    /** Several threads ask at once, each again as soon as it has an answer; every answer is compared with the first. */
    private String callers(int threads, long millis) throws Exception {
        float[] expected = contestant.answer(sample(0));
        AtomicInteger errors = new AtomicInteger();
        long[][] times = new long[threads][];
        CountDownLatch ready = new CountDownLatch(threads);
        Thread[] callers = new Thread[threads];
        AtomicLong begun = new AtomicLong();
        long[] ended = new long[threads];
        for (int t = 0; t < threads; t++) {
            int me = t;
            callers[t] = new Thread(() -> {
                float[] sample = sample(0);
                long[] mine = new long[1 << 16];
                int count = 0;
                ready.countDown();
                try {
                    ready.await();
                    begun.compareAndSet(0, System.nanoTime());
                    long end = begun.get() + millis * 1_000_000;
                    long start = System.nanoTime();
                    do {
                        float[] answer = contestant.answer(sample);
                        long now = System.nanoTime();
                        mine[count++] = now - start;
                        start = now;
                        if (!near(answer, expected)) {
                            errors.incrementAndGet();
                        }
                    } while (start < end && count < mine.length);
                    ended[me] = System.nanoTime();
                } catch (Exception e) {
                    errors.incrementAndGet();
                }
                times[me] = Arrays.copyOf(mine, count);
            });
            callers[t].start();
        }
        for (Thread caller : callers) {
            caller.join();
        }
        long[] all = Arrays.stream(times).flatMapToLong(Arrays::stream).sorted().toArray();
        long last = Arrays.stream(ended).max().orElseThrow();
        return all.length + " " + errors.get() + " " + all[all.length / 2] + " " + all[(int) (all.length * 0.99)] + " "
                + (last - begun.get());
    }

    private static boolean near(float[] answer, float[] expected) {
        for (int i = 0; i < expected.length; i++) {
            if (!(Math.abs(answer[i] - expected[i]) <= 1e-3 * (1 + Math.abs(expected[i])))) {
                return false;
            }
        }
        return answer.length == expected.length;
    }

    /** The largest resident memory of this process so far, in kilobytes; 0 where the system does not tell. */
    private static String memory() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return "0";
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmHWM"))
                .map(line -> line.replaceAll("\\D+", ""))
                .findFirst()
                .orElse("0");
    }
}
