/** The training loop with callbacks, metrics and progress. */
module org.gradus.train {
    requires transitive org.gradus.core;
    requires transitive org.gradus.optim;
    requires transitive org.gradus.regularization;
    requires transitive org.gradus.data;
    requires transitive org.gradus.io;
    requires me.tongfei.progressbar;
    requires static org.jspecify;

    exports org.gradus.train;
}
