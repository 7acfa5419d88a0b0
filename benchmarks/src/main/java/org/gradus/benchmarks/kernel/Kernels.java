package org.gradus.benchmarks.kernel;

import java.util.ServiceLoader;
import org.gradus.core.backend.Backend;
import org.gradus.core.backend.BackendProvider;
import org.gradus.core.backend.Backends;
import org.gradus.core.backend.Workers;

/** Backends by name, with a gang of their own. */
public final class Kernels {
    private Kernels() {}

    /**
     * A backend on the given threads.
     *
     * @param name {@code scalar} or that of a provider
     * @param workers its threads
     * @return the backend
     * @throws IllegalStateException when there is none of that name here, or it cannot run
     */
    public static Backend of(String name, Workers workers) {
        if (name.equals("scalar")) {
            return Backends.scalar();
        }
        for (BackendProvider provider : ServiceLoader.load(BackendProvider.class)) {
            if (provider.name().equals(name)) {
                provider.unavailableBecause().ifPresent(reason -> {
                    throw new IllegalStateException("backend " + name + " is skipped: " + reason);
                });
                return provider.create(workers);
            }
        }
        throw new IllegalStateException("backend " + name + " is skipped: it is not on the class path");
    }

    /**
     * The number of threads that a parameter names.
     *
     * @param threads a number, or {@code all} for one on each processor
     * @return the number
     */
    public static int threads(String threads) {
        return threads.equals("all") ? Runtime.getRuntime().availableProcessors() : Integer.parseInt(threads);
    }
}
