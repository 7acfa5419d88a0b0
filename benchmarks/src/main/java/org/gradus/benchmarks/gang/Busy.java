package org.gradus.benchmarks.gang;

import java.io.IOException;

/** A process that computes without pause until its input ends, as it does when the process that started it is gone. */
public final class Busy {
    private static volatile double sink;

    private Busy() {}

    /**
     * Computes.
     *
     * @param args none
     * @throws IOException when the input fails
     */
    public static void main(String[] args) throws IOException {
        Thread work = new Thread(() -> {
            double x = 1;
            while (true) {
                x = Math.sqrt(x + 1);
                sink = x;
            }
        });
        work.setDaemon(true);
        work.start();
        System.out.println("busy");
        while (System.in.read() >= 0) {
            // nothing is said but the end
        }
    }
}
