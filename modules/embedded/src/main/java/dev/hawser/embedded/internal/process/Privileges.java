package dev.hawser.embedded.internal.process;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * As whom a server runs. PostgreSQL refuses to run as root, so a JVM that runs as root (usual in
 * containers) has to give that up for its children, by the first way that this host allows.
 */
public enum Privileges {
  /** We are not root: run as we are. */
  KEEP("", -1),
  /** A user namespace of its own: files stay root's. Often forbidden inside containers. */
  USER_NAMESPACE("unshare -U", 0),
  /** Become nobody; the data folder is given to nobody. */
  SETPRIV("setpriv --reuid=65534 --regid=65534 --clear-groups", 65534),
  /** The same where setpriv is missing or too old. */
  CHROOT("chroot --userspec=65534:65534 --groups= /", 65534);

  private static final List<Privileges> AS_ROOT = List.of(USER_NAMESPACE, SETPRIV, CHROOT);

  private final String command;
  private final int owner;

  Privileges(String command, int owner) {
    this.command = command;
    this.owner = owner;
  }

  /**
   * The first way that works here and can enter all of these folders.
   *
   * @throws IOException when we are root and there is none; the message says what to do
   */
  public static Privileges choose(List<Path> folders) throws IOException, InterruptedException {
    return choose(currentUser(), folders);
  }

  static Privileges choose(int user, List<Path> folders) throws IOException, InterruptedException {
    if (user != 0) {
      return KEEP;
    }
    for (Privileges way : AS_ROOT) {
      if (way.works(folders)) {
        return way;
      }
    }
    throw new IOException(
        ("The servers must not run as root, and none of unshare, setpriv and chroot can run them as"
                + " somebody else with access to %s. Start Hawser as a normal user, or make these"
                + " folders accessible to others (chmod a+x)")
            .formatted(folders));
  }

  /** The numeric id of the user this JVM runs as. */
  public static int currentUser() {
    return (int) new UnixSystem().getUid();
  }

  /** The numeric id of a file's owner. */
  public static int userOf(Path file) throws IOException {
    return (Integer) Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS);
  }

  /** What to put in front of a command; empty when nothing. */
  List<String> prefix() throws IOException {
    if (this == KEEP) {
      return List.of();
    }
    return findPrefix().orElseThrow(() -> new IOException(command + " can no longer be run"));
  }

  /** Gives one file or folder, not what is in it, to the user the servers run as. */
  public void own(Path file) throws IOException {
    if (this != KEEP) {
      Files.setAttribute(file, "unix:uid", owner, LinkOption.NOFOLLOW_LINKS);
      Files.setAttribute(file, "unix:gid", owner, LinkOption.NOFOLLOW_LINKS);
    }
  }

  /**
   * Gives a whole tree to the user the servers run as, when it is not that user's already: the way
   * may differ from the one of the last start. The tree's root changes last, so that an interrupted
   * change is taken up again.
   */
  public void ownTree(Path root) throws IOException {
    if (this == KEEP || userOf(root) == owner) {
      return;
    }
    try (var files = Files.walk(root)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        own(file);
      }
    }
  }

  private boolean works(List<Path> folders) throws InterruptedException {
    Optional<List<String>> prefix = findPrefix();
    if (prefix.isEmpty()) {
      return false;
    }
    List<String> probe = new ArrayList<>(prefix.get());
    probe.addAll(List.of("/bin/sh", "-c", "for folder; do cd \"$folder\" || exit 1; done", "sh"));
    folders.forEach(folder -> probe.add(folder.toString()));
    return Tools.succeeds(probe);
  }

  private Optional<List<String>> findPrefix() {
    List<String> words = new ArrayList<>(List.of(command.split(" ")));
    Optional<String> program = Tools.find(words.getFirst());
    program.ifPresent(path -> words.set(0, path));
    return program.map(path -> words);
  }
}
