/** Tensors, automatic differentiation, layers, keyed random numbers, the backend interface and the scalar backend. */
module org.gradus.core {
    requires static org.jspecify;

    exports org.gradus.core.backend;

    uses org.gradus.core.backend.BackendProvider;
}
