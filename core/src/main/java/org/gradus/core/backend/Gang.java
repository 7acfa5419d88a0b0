package org.gradus.core.backend;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Persistent helper threads beside the caller. Pieces are claimed from a counter, so the caller waits only for pieces that a
 * helper has begun, never for a helper that has not woken up. Several callers at once leave helpers asleep, as many as there are
 * other callers: a helper would take a processor from one of them, and whoever waits for it loses a slice of the scheduler's time.
 */
final class Gang implements Workers {
    private static final long SPIN_NANOS = TimeUnit.MICROSECONDS.toNanos(50);
    private static final int SPINS_BETWEEN_LOOKS_AT_THE_CLOCK = 128;
    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private static final long CROWDED_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final @Nullable Helper[] helpers;
    private final long idleNanos;
    private final long crowdedNanos;
    private final Consumer<Thread> starter;
    private final AtomicReference<@Nullable Thread> holder = new AtomicReference<>();
    private final AtomicInteger others = new AtomicInteger();
    private volatile @Nullable Job job;

    /** How many callers there were beside the holder when one of them last came, and when that was. */
    private volatile int crowd;

    private volatile long crowdedAt;

    /** Guarded by {@link #holder}. */
    private long jobs;

    Gang(int threads) {
        this(threads, IDLE_NANOS, CROWDED_NANOS, Thread::start);
    }

    /** With times and a way to start threads that a test chooses. */
    Gang(int threads, long idleNanos, long crowdedNanos, Consumer<Thread> starter) {
        if (threads < 1) {
            throw new IllegalArgumentException("workers: at least 1 thread is needed, not " + threads);
        }
        this.helpers = new Helper[threads - 1];
        this.idleNanos = idleNanos;
        this.crowdedNanos = crowdedNanos;
        this.starter = starter;
    }

    static Gang shared() {
        Gang gang = Shared.GANG;
        if (gang == null) {
            throw new IllegalArgumentException(Shared.FAILURE);
        }
        return gang;
    }

    @Override
    public int threads() {
        return helpers.length + 1;
    }

    @Override
    public void run(int pieces, Task task) {
        Thread caller = Thread.currentThread();
        if (pieces <= 1 || helpers.length == 0) {
            alone(pieces, task);
        } else if (holder.compareAndSet(null, caller)) {
            try {
                int wanted = Math.min(free(), pieces - 1);
                if (wanted > 0) {
                    together(pieces, task, wanted);
                } else {
                    alone(pieces, task);
                }
            } finally {
                holder.set(null);
            }
        } else if (holder.get() == caller || caller instanceof Helper) {
            alone(pieces, task);
        } else {
            crowd = others.incrementAndGet();
            crowdedAt = System.nanoTime();
            try {
                alone(pieces, task);
            } finally {
                others.decrementAndGet();
            }
        }
    }

    /** How many helpers find a processor that no other caller uses. */
    private int free() {
        return crowd > 0 && System.nanoTime() - crowdedAt < crowdedNanos ? helpers.length - crowd : helpers.length;
    }

    private static void alone(int pieces, Task task) {
        for (int piece = 0; piece < pieces; piece++) {
            task.run(piece);
        }
    }

    private void together(int pieces, Task task, int wanted) {
        Job mine = new Job(++jobs, pieces, task);
        try {
            job = mine;
            wake(wanted);
            mine.work();
            mine.await();
        } finally {
            job = null;
        }
        Throwable failure = mine.failure;
        if (failure != null) {
            throw Gang.<RuntimeException>unchecked(failure);
        }
    }

    private void wake(int wanted) {
        for (int i = 0; i < wanted; i++) {
            Helper helper = helpers[i];
            if (helper == null || !helper.wake()) {
                helpers[i] = hire("gradus-worker-" + (i + 1));
            }
        }
    }

    /** A helper that has been started; null where the system has no thread left: then the others do its work. */
    private @Nullable Helper hire(String name) {
        try {
            Helper fresh = new Helper(this, name);
            starter.accept(fresh);
            return fresh;
        } catch (OutOfMemoryError e) {
            return null;
        }
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <E extends Throwable> E unchecked(Throwable failure) throws E {
        throw (E) failure;
    }

    /** How many threads the property asks for. */
    static int threads(@Nullable String asked) {
        if (asked == null) {
            return Runtime.getRuntime().availableProcessors();
        }
        try {
            int threads = Integer.parseInt(asked.trim());
            if (threads > 0) {
                return threads;
            }
        } catch (NumberFormatException e) {
            // the message below says all of it
        }
        throw new IllegalArgumentException("-Dgradus.threads=" + asked + ": a whole number above 0 is needed");
    }

    /** A failure is kept as a value, so that every call throws it and not the first one only. */
    private static final class Shared {
        static final @Nullable Gang GANG;
        static final String FAILURE;

        static {
            Gang gang = null;
            String failure = "";
            try {
                gang = new Gang(threads(System.getProperty("gradus.threads")));
            } catch (IllegalArgumentException e) {
                failure = String.valueOf(e.getMessage());
            }
            GANG = gang;
            FAILURE = failure;
        }
    }

    /** One call of {@link #run}; its counters are fields, not objects, so that it fits into one line of the cache. */
    private static final class Job {
        private static final AtomicIntegerFieldUpdater<Job> CLAIMED =
                AtomicIntegerFieldUpdater.newUpdater(Job.class, "claimed");
        private static final AtomicIntegerFieldUpdater<Job> FINISHED =
                AtomicIntegerFieldUpdater.newUpdater(Job.class, "finished");

        final long number;
        final int pieces;
        final Task task;
        final Thread caller = Thread.currentThread();
        private volatile int claimed;
        private volatile int finished;
        private volatile boolean callerParks;

        /** The first or, when several fail at once, one of the first. */
        private volatile @Nullable Throwable failure;

        Job(long number, int pieces, Task task) {
            this.number = number;
            this.pieces = pieces;
            this.task = task;
        }

        /** Claims and runs pieces until none is left. */
        void work() {
            int done = 0;
            while (claimed < pieces) {
                int piece = CLAIMED.getAndIncrement(this);
                if (piece >= pieces) {
                    break;
                }
                if (failure == null) {
                    try {
                        task.run(piece);
                    } catch (Throwable t) {
                        failure = t;
                    }
                }
                done++;
            }
            // whoever writes second, the counter here or the flag in await, sees what the other wrote
            if (done > 0 && FINISHED.addAndGet(this, done) == pieces && callerParks) {
                LockSupport.unpark(caller);
            }
        }

        /** Waits for the pieces that helpers have begun. */
        void await() {
            boolean interrupted = false;
            long start = 0;
            for (int i = 1; finished < pieces; i++) {
                if (i % SPINS_BETWEEN_LOOKS_AT_THE_CLOCK != 0) {
                    Thread.onSpinWait();
                } else if (start == 0) {
                    start = System.nanoTime();
                } else if (System.nanoTime() - start < SPIN_NANOS) {
                    Thread.yield();
                } else if (!callerParks) {
                    callerParks = true;
                } else {
                    LockSupport.park(this);
                    interrupted |= Thread.interrupted();
                }
            }
            if (interrupted) {
                caller.interrupt();
            }
        }
    }

    /** A thread that helps with one job after another, spins for a moment after each, then parks, and ends when idle. */
    private static final class Helper extends Thread {
        private static final int AWAKE = 0;
        private static final int PARKED = 1;
        private static final int GONE = 2;

        private final Gang gang;
        private final AtomicInteger state = new AtomicInteger(AWAKE);

        Helper(Gang gang, String name) {
            super(null, null, name, 0, false);
            setDaemon(true);
            setContextClassLoader(ClassLoader.getSystemClassLoader());
            this.gang = gang;
        }

        /** Makes sure that a job published before will be seen; false when the thread has ended. */
        boolean wake() {
            if (state.compareAndSet(PARKED, AWAKE)) {
                LockSupport.unpark(this);
            }
            return state.get() != GONE;
        }

        @Override
        public void run() {
            long last = 0;
            while (true) {
                Job next = next(last);
                if (next == null) {
                    return;
                }
                last = next.number;
                next.work();
            }
        }

        /** The first job after number {@code last}; null when the thread has been idle too long and is gone. */
        private @Nullable Job next(long last) {
            long start = System.nanoTime();
            for (int i = 1; ; i++) {
                Job found = gang.job;
                if (found != null && found.number != last) {
                    return found;
                }
                if (i % SPINS_BETWEEN_LOOKS_AT_THE_CLOCK != 0) {
                    Thread.onSpinWait();
                } else if (System.nanoTime() - start < SPIN_NANOS) {
                    Thread.yield();
                } else if (!park(last, start)) {
                    return null;
                }
            }
        }

        private boolean park(long last, long idleSince) {
            Thread.interrupted(); // an interrupt, which only a piece can mean, must not keep this thread from parking
            state.set(PARKED);
            Job found = gang.job;
            if (found == null || found.number == last) {
                long left = gang.idleNanos - (System.nanoTime() - idleSince);
                if (left > 0) {
                    LockSupport.parkNanos(gang, left);
                } else if (state.compareAndSet(PARKED, GONE)) {
                    return false;
                }
            }
            state.compareAndSet(PARKED, AWAKE);
            return true;
        }
    }
}
