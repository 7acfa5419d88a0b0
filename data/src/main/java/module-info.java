/** Data sets, preprocessing, augmentation and batching. */
module org.gradus.data {
    requires transitive org.gradus.core;
    requires de.siegmar.fastcsv;
    requires static org.jspecify;

    exports org.gradus.data;
}
