/** Vector API kernels behind the backend interface of core. */
module org.gradus.simd {
    requires org.gradus.core;
    requires jdk.incubator.vector;
    requires static org.jspecify;

    provides org.gradus.core.backend.BackendProvider with
            org.gradus.simd.SimdProvider;
}
