package dev.hawser.embedded.internal.binaries;

import dev.hawser.embedded.internal.process.Folders;
import dev.hawser.embedded.internal.process.LiveProcesses;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * Unpacks a resource of the class path into a folder named after its content, once. Several
 * processes may do so at the same time: each unpacks for itself, the first rename wins.
 */
final class Unpacking {
  private static final String UNFINISHED = ".unfinished-";

  private Unpacking() {}

  @FunctionalInterface
  private interface Content {
    void writeTo(Path folder, InputStream in) throws IOException;
  }

  /** The folder with the unpacked files of a {@code .txz} archive. */
  static Path archive(String resource, Path parent, Runnable onUnpack) throws IOException {
    return unpack(resource, parent, onUnpack, Unpacking::untar);
  }

  /** The folder with this one executable file. */
  static Path program(String resource, Path parent, Runnable onUnpack) throws IOException {
    return unpack(
        resource,
        parent,
        onUnpack,
        (folder, in) -> write(in, folder.resolve(resource), "rwxr-xr-x"));
  }

  private static Path unpack(String resource, Path parent, Runnable onUnpack, Content content)
      throws IOException {
    URL url = Unpacking.class.getResource("/" + resource);
    if (url == null) {
      throw new IOException("This build of Hawser does not contain " + resource);
    }
    URLConnection source = url.openConnection();
    source.setUseCaches(false);
    try (InputStream in = source.getInputStream()) {
      Path folder = parent.resolve(nameOf(resource, source));
      if (Files.isDirectory(folder)) {
        return folder;
      }
      onUnpack.run();
      Files.createDirectories(parent);
      removeUnfinished(parent);
      Path own = parent.resolve(folder.getFileName() + UNFINISHED + ProcessHandle.current().pid());
      Folders.deleteTree(own);
      Files.createDirectory(own);
      content.writeTo(own, in);
      publish(own, folder);
      return folder;
    } catch (IOException e) {
      throw new IOException("Cannot unpack %s into %s: %s".formatted(resource, parent, e), e);
    }
  }

  private static String nameOf(String resource, URLConnection source) throws IOException {
    long identity =
        source instanceof JarURLConnection jar
            ? jar.getJarEntry().getCrc()
            : source.getContentLengthLong();
    return "%s-%08x".formatted(resource.replaceFirst("\\.txz$", ""), identity);
  }

  private static void publish(Path own, Path folder) throws IOException {
    try {
      Files.move(own, folder, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      if (!Files.isDirectory(folder)) {
        throw e;
      }
      Folders.deleteTree(own); // another process was first
    }
  }

  /** What processes left that were killed while they unpacked. */
  private static void removeUnfinished(Path parent) throws IOException {
    try (DirectoryStream<Path> folders =
        Files.newDirectoryStream(parent, "*" + UNFINISHED + "[0-9]*")) {
      for (Path folder : folders) {
        String name = folder.getFileName().toString();
        long pid = Long.parseLong(name.substring(name.lastIndexOf('-') + 1));
        if (!LiveProcesses.isAlive(pid)) {
          Folders.deleteTree(folder);
        }
      }
    }
  }

  private static void untar(Path folder, InputStream in) throws IOException {
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(in, 1 << 16)))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        Path target = folder.resolve(entry.getName()).normalize();
        if (!target.startsWith(folder)) {
          throw new IOException("The archive points outside itself: " + entry.getName());
        }
        if (entry.isDirectory()) {
          Files.createDirectories(target);
        } else if (!isForCompilers(target)) {
          Files.createDirectories(Folders.parentOf(target));
          if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
          } else {
            write(tar, target, (entry.getMode() & 0100) == 0 ? "rw-r--r--" : "rwxr-xr-x");
          }
        }
      }
    }
  }

  /** Static libraries and build descriptions: a fifth of the archive, useless at run time. */
  private static boolean isForCompilers(Path file) {
    return file.toString().endsWith(".a") || file.toString().contains("/pkgconfig/");
  }

  private static void write(InputStream in, Path target, String permissions) throws IOException {
    Files.copy(in, target, StandardCopyOption.REPLACE_EXISTING);
    Files.setPosixFilePermissions(target, PosixFilePermissions.fromString(permissions));
  }
}
