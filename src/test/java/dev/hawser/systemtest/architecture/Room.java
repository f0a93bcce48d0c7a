package dev.hawser.systemtest.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One module of the house: its package below the root, and whom it may use. {@link #HOUSE} is the
 * map.
 *
 * @param name package of the module below the root, for example {@code storage.tck}
 * @param mayUse names of the modules below it
 */
record Room(String name, Set<String> mayUse) {
  /** Who may use whom; all else is forbidden. The order is that of the floors, lowest first. */
  static final List<Room> HOUSE =
      List.of(
          new Room("storage", Set.of()),
          new Room("storage.tck", Set.of("storage")),
          new Room("vault", Set.of()),
          new Room("storage.aws", Set.of("storage", "vault")),
          new Room("storage.gcp", Set.of("storage", "vault")),
          new Room("storage.azure", Set.of("storage", "vault")),
          new Room("core", Set.of("storage")),
          new Room("embedded", Set.of()),
          new Room("testing", Set.of("embedded")),
          new Room("functions", Set.of("core")),
          new Room("identity", Set.of("core", "storage", "vault")),
          new Room("workflows", Set.of("identity", "functions", "core", "storage")),
          new Room("tasks", Set.of("workflows", "identity", "functions", "core", "storage")),
          new Room(
              "app",
              Set.of(
                  "tasks",
                  "workflows",
                  "identity",
                  "functions",
                  "embedded",
                  "core",
                  "storage.aws",
                  "storage.azure",
                  "storage.gcp",
                  "storage",
                  "vault")));

  /** Folder of each module in the checkout; each has one artifact. */
  static final Map<String, String> FOLDERS =
      Map.ofEntries(
          Map.entry("storage", "modules/storage-spi"),
          Map.entry("storage.tck", "modules/storage-tck"),
          Map.entry("vault", "modules/vault-spi"),
          Map.entry("storage.aws", "storage-aws"),
          Map.entry("storage.gcp", "storage-gcp"),
          Map.entry("storage.azure", "storage-azure"),
          Map.entry("core", "core"),
          Map.entry("embedded", "modules/embedded"),
          Map.entry("testing", "modules/test-support"),
          Map.entry("functions", "modules/functions"),
          Map.entry("identity", "modules/identity"),
          Map.entry("workflows", "modules/workflows"),
          Map.entry("tasks", "modules/tasks"),
          Map.entry("app", "app"));

  /** The kernel's rooms are public; other modules show their root package and {@code spi}. */
  private static final Set<String> WITH_PUBLIC_ROOMS = Set.of("core");

  /** The module that a package belongs to: the longest name that fits. */
  static Optional<Room> of(String root, String packageName) {
    return HOUSE.stream()
        .filter(room -> isIn(root + "." + room.name, packageName))
        .max(Comparator.comparingInt(room -> room.name.length()));
  }

  static Optional<Room> of(String root, JavaClass type) {
    return of(root, type.getPackageName());
  }

  /** Whether other modules may use what is in this package of this module. */
  boolean shows(String root, String packageName) {
    String home = root + "." + name;
    if (packageName.equals(home) || isIn(home + ".spi", packageName)) {
      return true;
    }
    return WITH_PUBLIC_ROOMS.contains(name) && !isIn(home + ".internal", packageName);
  }

  /** Name of the room within the module, {@code ""} for the module's root package. */
  String roomOf(String root, String packageName) {
    String home = root + "." + name;
    if (packageName.length() <= home.length()) {
      return "";
    }
    String inside = packageName.substring(home.length() + 1);
    boolean internal = inside.startsWith("internal.");
    String room = internal ? inside.substring("internal.".length()) : inside;
    int dot = room.indexOf('.');
    String first = dot < 0 ? room : room.substring(0, dot);
    return internal ? "internal." + first : first;
  }

  private static boolean isIn(String parent, String packageName) {
    return packageName.equals(parent) || packageName.startsWith(parent + ".");
  }
}
