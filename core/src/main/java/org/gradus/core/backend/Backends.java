package org.gradus.core.backend;

import java.util.ServiceLoader;

/** The choice of the backend. */
public final class Backends {
    private Backends() {}

    /**
     * The backend of this JVM.
     *
     * @return the backend
     * @throws IllegalStateException if there is none
     */
    public static Backend current() {
        return Chosen.BACKEND;
    }

    private static final class Chosen {
        static final Backend BACKEND = ServiceLoader.load(BackendProvider.class)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no backend"))
                .create(Workers.shared());
    }
}
