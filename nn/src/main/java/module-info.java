/** Layers, initialisation, normalisation and losses. */
module org.gradus.nn {
    requires transitive org.gradus.core;
    requires static org.jspecify;

    exports org.gradus.nn;
}
