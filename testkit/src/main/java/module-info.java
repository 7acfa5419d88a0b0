/** Contracts, goldens and assertions for tests of Gradus and of its users. */
module org.gradus.testkit {
    requires transitive org.gradus.core;
    requires transitive org.junit.jupiter.api;
    requires transitive org.assertj.core;
    requires static org.jspecify;

    exports org.gradus.testkit;
}
