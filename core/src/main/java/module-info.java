/** Tensors, automatic differentiation, layers, keyed random numbers, the backend interface and the scalar backend. */
@SuppressWarnings("module") // the modules that the qualified export names are built later
module org.gradus.core {
    requires static org.jspecify;

    exports org.gradus.core;
    exports org.gradus.core.backend;
    exports org.gradus.core.scalar to
            org.gradus.simd,
            org.gradus.testkit;

    uses org.gradus.core.backend.BackendProvider;
}
