/** Update rules, schedules, gradient transforms and optimizer wrappers. */
module org.gradus.optim {
    requires transitive org.gradus.core;
    requires static org.jspecify;

    exports org.gradus.optim;
    exports org.gradus.optim.chart;
    exports org.gradus.optim.gradient;
    exports org.gradus.optim.landscape;
    exports org.gradus.optim.rule;
    exports org.gradus.optim.schedule;
}
