package org.gradus.io;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/** Replaces a file as a whole: a reader, or a process that is killed, sees the old contents or the new, never a part. */
final class AtomicFile {
    /** Writes the contents. */
    @FunctionalInterface
    interface Body {
        void writeTo(FileChannel channel) throws IOException;
    }

    private AtomicFile() {}

    static void write(Path target, Body body) throws IOException {
        Path absolute = target.toAbsolutePath();
        Path directory = absolute.getParent();
        if (directory == null || absolute.getFileName() == null) {
            throw new IOException(target + ": is no file name; name a file to write");
        }
        try {
            Files.createDirectories(directory);
            // not createTempFile, which would make a file that nobody but its owner may read
            Path partial = directory.resolve(absolute.getFileName() + "." + UUID.randomUUID() + ".partial");
            try {
                try (FileChannel channel =
                        FileChannel.open(partial, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                    body.writeTo(channel);
                    channel.force(true);
                }
                move(partial, absolute);
            } finally {
                Files.deleteIfExists(partial);
            }
        } catch (IOException e) {
            // the message of most file exceptions is a bare path, that of a full disk has none
            throw new IOException(
                    target + ": cannot be written, nothing was changed: "
                            + e.getClass().getSimpleName() + ": " + e.getMessage(),
                    e);
        }
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            throw new IOException("this file system cannot replace a file atomically", e);
        }
    }
}
