package org.gradus.core.backend;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.gradus.core.scalar.ScalarProvider;
import org.jspecify.annotations.Nullable;

/**
 * The choice of the backend: of all providers that {@link ServiceLoader} finds, the available one of highest priority, or
 * the one that {@code -Dgradus.backend=NAME} names.
 */
public final class Backends {
    private static final String PROPERTY = "gradus.backend";

    private Backends() {}

    /**
     * The backend of this JVM, chosen when it is first asked for and never changed.
     *
     * @return the backend
     * @throws IllegalStateException if {@code -Dgradus.backend} names a backend that is unknown or cannot run here, or if
     *     a property that says how it is to run makes no sense
     */
    public static Backend current() {
        Backend backend = Chosen.BACKEND;
        if (backend == null) {
            throw new IllegalStateException(Chosen.FAILURE);
        }
        return backend;
    }

    /**
     * The scalar backend: the definition of right, and the families that another backend does not accelerate.
     *
     * @return a new scalar backend
     */
    public static Backend scalar() {
        return new ScalarProvider().create(Workers.shared());
    }

    /** The provider to use; {@code warn} takes one sentence about each better one that cannot run. */
    static BackendProvider choose(List<BackendProvider> providers, @Nullable String forced, Consumer<String> warn) {
        List<BackendProvider> best = new ArrayList<>(providers);
        best.sort(Comparator.comparingInt(BackendProvider::priority).reversed().thenComparing(BackendProvider::name));
        for (BackendProvider provider : best) {
            if (forced != null && !forced.equals(provider.name())) {
                continue;
            }
            Optional<String> reason = provider.unavailableBecause();
            if (reason.isEmpty()) {
                return provider;
            }
            if (forced != null) {
                throw new IllegalStateException("-D" + PROPERTY + "=" + forced + ": " + reason.get());
            }
            warn.accept("backend " + provider.name() + " is not used: " + reason.get());
        }
        throw new IllegalStateException("-D" + PROPERTY + "=" + forced + ": no such backend; known: "
                + best.stream().map(BackendProvider::name).collect(Collectors.joining(", ")));
    }

    /** A failure is kept as a value, so that every call throws it and not the first one only. */
    private static final class Chosen {
        static final @Nullable Backend BACKEND;
        static final String FAILURE;

        static {
            List<BackendProvider> providers = new ArrayList<>();
            ServiceLoader.load(BackendProvider.class, Backends.class.getClassLoader())
                    .forEach(providers::add);
            providers.add(new ScalarProvider());
            Backend backend = null;
            String failure = "";
            try {
                backend = choose(providers, System.getProperty(PROPERTY), Chosen::log)
                        .create(Workers.shared());
            } catch (IllegalStateException | IllegalArgumentException e) {
                failure = String.valueOf(e.getMessage());
            }
            BACKEND = backend;
            FAILURE = failure;
        }

        private static void log(String line) {
            System.getLogger("org.gradus").log(System.Logger.Level.WARNING, line);
        }
    }
}
