/** Runnable programs, each of them also a test. */
module org.gradus.examples {
    requires org.gradus.core;
    requires org.gradus.optim;
    requires org.gradus.regularization;
    requires org.gradus.nn;
    requires org.gradus.data;
    requires org.gradus.io;
    requires org.gradus.train;
    requires info.picocli;
    requires com.fasterxml.jackson.core;
    requires jdk.httpserver;
    requires static org.jspecify;

    opens org.gradus.examples.digits to
            info.picocli; // which sets the fields of the options
}
