package org.gradus.examples.subject;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** Draws the pictures of the subject, each by the code of its section. */
public final class Pictures {
    private Pictures() {}

    /**
     * Runs the program.
     *
     * @param args the directory to write to
     * @throws IOException when the digits are missing or the directory cannot be written
     */
    public static void main(String[] args) throws IOException {
        if (args.length != 1) {
            throw new IllegalArgumentException("pictures: one argument is needed, the directory to write to");
        }
        Path directory = Files.createDirectories(Path.of(args[0]));
        for (Map.Entry<String, String> picture : all().entrySet()) {
            Files.writeString(directory.resolve(picture.getKey()), picture.getValue());
        }
    }

    /** The pictures by the names of their files. */
    static Map<String, String> all() throws IOException {
        Map<String, String> pictures = new TreeMap<>();
        Difficulties.draw(pictures);
        DescentSizes.draw(pictures);
        WholeBatches.draw(pictures);
        ScheduleFamilies.draw(pictures);
        GradientRefinements.draw(pictures);
        AdamKin.draw(pictures);
        return pictures;
    }
}
