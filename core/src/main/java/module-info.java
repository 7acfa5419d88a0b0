/** Tensors, automatic differentiation, layers, keyed random numbers, the backend interface and the scalar backend. */
module org.gradus.core {
    requires static org.jspecify;

    exports org.gradus.core.backend;
    exports org.gradus.core.scalar;

    uses org.gradus.core.backend.BackendProvider;
}
