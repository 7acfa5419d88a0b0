package org.gradus.core.scalar;

import java.util.Optional;
import org.gradus.core.backend.Backend;
import org.gradus.core.backend.BackendProvider;
import org.gradus.core.backend.Workers;

/** Offers the scalar backend, which runs everywhere and defines what is right. */
public final class ScalarProvider implements BackendProvider {
    /** Makes the provider. */
    public ScalarProvider() {}

    @Override
    public String name() {
        return "scalar";
    }

    @Override
    public int priority() {
        return 0;
    }

    @Override
    public Optional<String> unavailableBecause() {
        return Optional.empty();
    }

    @Override
    public Backend create(Workers workers) {
        return new ScalarBackend();
    }
}
