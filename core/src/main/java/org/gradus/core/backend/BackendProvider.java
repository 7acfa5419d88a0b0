package org.gradus.core.backend;

import java.util.Optional;

/** Offers a backend to {@link java.util.ServiceLoader}. Must not touch the backend's classes before {@link #create}. */
public interface BackendProvider {
    /**
     * The name under which {@code -Dgradus.backend=NAME} asks for this backend.
     *
     * @return a short lower-case word
     */
    String name();

    /**
     * Among the available backends the one of highest priority is chosen; the scalar one has 0.
     *
     * @return the priority
     */
    int priority();

    /**
     * Why this backend cannot run here, in one sentence that says what to do; empty when it can.
     *
     * @return the reason, if there is one
     * @throws IllegalArgumentException if a property that says how it is to run makes no sense
     */
    Optional<String> unavailableBecause();

    /**
     * Makes the backend.
     *
     * @param workers the threads that it may use
     * @return the backend
     */
    Backend create(Workers workers);
}
