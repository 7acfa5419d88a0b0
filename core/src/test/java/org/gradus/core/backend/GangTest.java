package org.gradus.core.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class GangTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7})
    void runsEveryPieceOnce(int threads) {
        Workers workers = Workers.of(threads);
        assertThat(workers.threads()).isEqualTo(threads);
        for (int pieces : new int[] {0, 1, 2, 3, 8, 1000}) {
            for (int repeat = 0; repeat < 50; repeat++) {
                AtomicIntegerArray runs = new AtomicIntegerArray(pieces);
                workers.run(pieces, runs::incrementAndGet);
                for (int i = 0; i < pieces; i++) {
                    assertThat(runs.get(i)).isEqualTo(1);
                }
            }
        }
    }

    @Test
    void writesOfHelpersAreSeenByTheCaller() {
        Workers workers = Workers.of(3);
        int[] values = new int[64];
        for (int round = 1; round <= 2000; round++) {
            int expected = round;
            workers.run(values.length, i -> values[i] = expected);
            assertThat(values).containsOnly(expected);
        }
    }

    @Test
    void helpersReallyTakePart() throws InterruptedException {
        CountDownLatch both = new CountDownLatch(2);
        AtomicBoolean met = new AtomicBoolean(true);
        Workers.of(2).run(2, piece -> {
            both.countDown();
            try {
                met.compareAndSet(true, both.await(20, TimeUnit.SECONDS));
            } catch (InterruptedException e) {
                met.set(false);
            }
        });
        assertThat(met).isTrue();
    }

    @Test
    void nestedCallsRunOnTheirCallersThread() {
        Workers workers = Workers.of(3);
        AtomicInteger inner = new AtomicInteger();
        AtomicInteger strangers = new AtomicInteger();
        workers.run(8, outer -> {
            Thread mine = Thread.currentThread();
            workers.run(8, piece -> {
                inner.incrementAndGet();
                if (Thread.currentThread() != mine) {
                    strangers.incrementAndGet();
                }
            });
        });
        assertThat(inner).hasValue(64);
        assertThat(strangers).hasValue(0);
    }

    @Test
    void fiftyCallersShareOneGang() throws InterruptedException {
        Workers workers = Workers.of(3);
        AtomicInteger pieces = new AtomicInteger();
        AtomicReference<Throwable> failure = new AtomicReference<>();
        List<Thread> callers = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            Thread caller = new Thread(() -> {
                for (int repeat = 0; repeat < 100; repeat++) {
                    workers.run(7, piece -> pieces.incrementAndGet());
                }
            });
            caller.setUncaughtExceptionHandler((thread, e) -> failure.set(e));
            caller.start();
            callers.add(caller);
        }
        for (Thread caller : callers) {
            caller.join();
        }
        assertThat(failure.get()).isNull();
        assertThat(pieces).hasValue(50 * 100 * 7);
    }

    /** A gang of two that tries to hire its helper whenever it wants one, and counts how often that was. */
    private static Workers hiringInVain(AtomicInteger attempts, Duration crowded) {
        return new Gang(2, 0, crowded.toNanos(), thread -> {
            attempts.incrementAndGet();
            throw new OutOfMemoryError("unable to create native thread");
        });
    }

    /** Works while another caller works, too. */
    private static void meetAnotherCaller(Workers workers) {
        Thread other = new Thread(() -> workers.run(2, piece -> {}));
        workers.run(2, piece -> {
            if (piece == 0) {
                other.start();
                try {
                    other.join();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }
        });
    }

    @Test
    void afterAnotherCallerWasThereNoHelperIsWanted() {
        AtomicInteger attempts = new AtomicInteger();
        Workers workers = hiringInVain(attempts, Duration.ofMinutes(10));
        meetAnotherCaller(workers);
        assertThat(attempts).hasValue(1);
        workers.run(2, piece -> {});
        assertThat(attempts).hasValue(1);
    }

    @Test
    void someTimeAfterAnotherCallerWasThereHelpersAreWantedAgain() {
        AtomicInteger attempts = new AtomicInteger();
        Workers workers = hiringInVain(attempts, Duration.ofMillis(1));
        meetAnotherCaller(workers);
        pause(5);
        workers.run(2, piece -> {});
        assertThat(attempts).hasValue(2);
    }

    @Test
    void nestedCallsAreNoOtherCallers() {
        Workers workers = new Gang(
                2, Duration.ofSeconds(10).toNanos(), Duration.ofMinutes(10).toNanos(), Thread::start);
        for (int repeat = 0; repeat < 100; repeat++) {
            workers.run(2, piece -> workers.run(3, inner -> {}));
        }
        assertThat(helperOf(workers)).isNotSameAs(Thread.currentThread());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7})
    void anExceptionReachesTheCallerAndTheGangLivesOn(int threads) {
        Workers workers = Workers.of(threads);
        for (int repeat = 0; repeat < 100; repeat++) {
            IllegalStateException thrown = new IllegalStateException("piece 3");
            AtomicInteger running = new AtomicInteger();
            assertThatThrownBy(() -> workers.run(20, piece -> {
                        running.incrementAndGet();
                        try {
                            if (piece == 3) {
                                throw thrown;
                            }
                        } finally {
                            running.decrementAndGet();
                        }
                    }))
                    .isSameAs(thrown);
            assertThat(running).hasValue(0);
        }
        AtomicInteger done = new AtomicInteger();
        workers.run(10, piece -> done.incrementAndGet());
        assertThat(done).hasValue(10);
    }

    @Test
    void anInterruptOfTheCallerSurvivesAndLosesNoPiece() {
        Workers workers = Workers.of(2);
        AtomicInteger done = new AtomicInteger();
        Thread caller = Thread.currentThread();
        workers.run(2, piece -> {
            if (Thread.currentThread() != caller) {
                caller.interrupt();
                pause(20);
            }
            done.incrementAndGet();
        });
        Thread.currentThread().interrupt();
        workers.run(4, piece -> done.incrementAndGet());
        assertThat(Thread.interrupted()).isTrue();
        assertThat(done).hasValue(6);
    }

    @Test
    void idleHelpersEndAndNewWorkStartsOthers() throws InterruptedException {
        Workers workers = new Gang(2, Duration.ofMillis(30).toNanos(), 0, Thread::start);
        Thread first = helperOf(workers);
        first.join(20_000);
        assertThat(first.isAlive()).isFalse();
        assertThat(first.isDaemon()).isTrue();
        assertThat(helperOf(workers)).isNotSameAs(first);
    }

    @Test
    void callsNearTheEndOfIdlenessLoseNothing() {
        Workers workers = new Gang(2, Duration.ofNanos(1).toNanos(), 0, Thread::start);
        AtomicInteger done = new AtomicInteger();
        for (int i = 0; i < 500; i++) {
            workers.run(4, piece -> done.incrementAndGet());
            if (i % 2 == 0) {
                pause(0);
            }
        }
        assertThat(done).hasValue(2000);
    }

    @Test
    void whereNoThreadCanBeStartedTheCallerDoesTheWorkAndTriesAgain() {
        AtomicBoolean full = new AtomicBoolean(true);
        Workers workers = new Gang(3, Duration.ofSeconds(10).toNanos(), 0, thread -> {
            if (full.get()) {
                throw new OutOfMemoryError("unable to create native thread");
            }
            thread.start();
        });
        AtomicInteger done = new AtomicInteger();
        workers.run(10, piece -> done.incrementAndGet());
        assertThat(done).hasValue(10);
        full.set(false);
        assertThat(helperOf(workers)).isNotSameAs(Thread.currentThread());
    }

    @Test
    void anInterruptOfAnIdleHelperIsForgotten() {
        Workers workers = Workers.of(2);
        Thread helper = helperOf(workers);
        helper.interrupt();
        long start = System.nanoTime();
        while (helper.isInterrupted() && System.nanoTime() - start < TimeUnit.SECONDS.toNanos(5)) {
            pause(1);
        }
        assertThat(helper.isAlive()).isTrue();
        assertThat(helper.isInterrupted()).isFalse();
    }

    /** Callers that nest, fail and are interrupted, while helpers end and start all the time. */
    @Test
    void survivesEverythingAtOnce() throws InterruptedException {
        Workers workers = new Gang(4, Duration.ofNanos(20_000).toNanos(), 0, Thread::start);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(2);
        AtomicReference<Throwable> failure = new AtomicReference<>();
        List<Thread> callers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            long seed = i;
            Thread caller = new Thread(() -> {
                Random random = new Random(seed);
                while (System.nanoTime() < end && failure.get() == null) {
                    abuse(workers, random);
                }
            });
            caller.setUncaughtExceptionHandler((thread, e) -> failure.set(e));
            caller.start();
            callers.add(caller);
        }
        for (Thread caller : callers) {
            caller.join();
        }
        assertThat(failure.get()).isNull();
    }

    private static void abuse(Workers workers, Random random) {
        int pieces = random.nextInt(30);
        int bad = random.nextInt(40);
        boolean interrupted = random.nextInt(5) == 0;
        AtomicIntegerArray results = new AtomicIntegerArray(pieces);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        try {
            workers.run(pieces, piece -> {
                workers.run(piece % 3, inner -> results.addAndGet(piece, piece + inner));
                if (piece >= bad) {
                    throw new IllegalStateException("piece " + piece);
                }
                results.addAndGet(piece, piece);
            });
            assertThat(pieces).isLessThanOrEqualTo(bad);
            for (int i = 0; i < pieces; i++) {
                assertThat(results.get(i)).isEqualTo(i % 3 == 0 ? i : i % 3 == 1 ? 2 * i : 3 * i + 1);
            }
        } catch (IllegalStateException e) {
            assertThat(e).hasMessageStartingWith("piece ");
            assertThat(pieces).isGreaterThan(bad);
        }
        assertThat(Thread.interrupted()).isEqualTo(interrupted);
        if (random.nextInt(50) == 0) {
            pause(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "two", "", "1.5"})
    void refusesWhatIsNoNumberOfThreads(String asked) {
        assertThatThrownBy(() -> Gang.threads(asked))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("-Dgradus.threads=" + asked + ": a whole number above 0 is needed");
        assertThat(Gang.threads(" 3 ")).isEqualTo(3);
        assertThat(Gang.threads(null)).isPositive();
    }

    @Test
    void refusesLessThanOneThread() {
        assertThatThrownBy(() -> Workers.of(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("workers: at least 1 thread is needed, not 0");
    }

    private static Thread helperOf(Workers workers) {
        AtomicReference<Thread> helper = new AtomicReference<>();
        Thread caller = Thread.currentThread();
        CountDownLatch found = new CountDownLatch(1);
        workers.run(2, piece -> {
            if (Thread.currentThread() != caller) {
                helper.set(Thread.currentThread());
                found.countDown();
            } else {
                try {
                    assertThat(found.await(20, TimeUnit.SECONDS)).isTrue();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }
        });
        return helper.get();
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
