package dev.hawser.benchmarks;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * The least that can be done to put and get blobs in one directory: what a store is held against.
 */
final class BareFiles implements Blobs.Contestant {
  private final Path directory;
  private final Path temp;
  private final boolean syncsDirectory;

  /**
   * @param syncsDirectory whether a put also makes the name durable, as the store does
   */
  BareFiles(Path folder, boolean syncsDirectory) throws IOException {
    this.directory = Files.createDirectories(folder.resolve("blobs"));
    this.temp = Files.createDirectories(folder.resolve("tmp"));
    this.syncsDirectory = syncsDirectory;
  }

  @Override
  public void put(String name, byte[] bytes) throws IOException {
    Path file = temp.resolve(name);
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      channel.force(true);
    }
    Files.move(file, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    if (syncsDirectory) {
      try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  @Override
  public void get(String name, byte[] into) throws IOException {
    try (FileChannel channel = FileChannel.open(directory.resolve(name), StandardOpenOption.READ)) {
      ByteBuffer buffer = ByteBuffer.wrap(into);
      while (buffer.hasRemaining()) {
        if (channel.read(buffer) < 0) {
          throw new EOFException(name);
        }
      }
    }
  }

  @Override
  public void delete(List<String> names) throws IOException {
    for (String name : names) {
      Files.delete(directory.resolve(name));
    }
  }

  @Override
  public void close() {
    // nothing is held
  }
}
