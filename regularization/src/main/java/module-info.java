/** Penalties, dropout, label smoothing and early stopping. */
module org.gradus.regularization {
    requires transitive org.gradus.core;
    requires static org.jspecify;

    exports org.gradus.regularization;
}
