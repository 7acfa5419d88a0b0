/** Named tensors in the safetensors format. */
module org.gradus.io {
    requires transitive org.gradus.core;
    requires com.fasterxml.jackson.core;
    requires static org.jspecify;

    exports org.gradus.io;
}
