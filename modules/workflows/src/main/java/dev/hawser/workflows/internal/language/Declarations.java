package dev.hawser.workflows.internal.language;

import dev.hawser.workflows.internal.expression.Names;
import dev.hawser.workflows.internal.expression.Usage;
import dev.hawser.workflows.internal.expression.Usage.NameUse;
import dev.hawser.workflows.internal.expression.Usage.RootUse;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a definition declares that its expressions may read, and what of it they do read. */
final class Declarations {
  private final Set<String> secrets;
  private final @Nullable Set<String> settings;
  private final boolean hasUser;
  private final Set<String> secretsRead = new TreeSet<>();

  /**
   * @param secrets names of environment secrets
   * @param settings names of user settings; null when there are none at all
   * @param hasUser whether executions are those of a connected user
   */
  Declarations(Set<String> secrets, @Nullable Set<String> settings, boolean hasUser) {
    this.secrets = secrets;
    this.settings = settings;
    this.hasUser = hasUser;
  }

  boolean hasSettings() {
    return settings != null;
  }

  boolean hasUser() {
    return hasUser;
  }

  Set<String> secretsRead() {
    return secretsRead;
  }

  /** Reports secrets and settings that nobody declared. */
  void check(Part part, Usage usage) {
    usage.secrets().stream().map(NameUse::name).distinct().forEach(name -> secret(part, name));
    usage.settings().stream().map(NameUse::name).distinct().forEach(name -> setting(part, name));
    Set<String> roots = usage.roots().stream().map(RootUse::name).collect(Collectors.toSet());
    if (roots.contains("settings")) {
      part.unsupported("read \"settings\": nobody fills them in");
    }
    if (roots.contains("user")) {
      part.unsupported("read \"user\": there are no connected users");
    }
  }

  /** A secret that something reads. */
  void secret(Part part, String name) {
    secretsRead.add(name);
    if (!secrets.contains(name)) {
      String nearest = Names.nearest(name, secrets);
      String hint =
          nearest == null
              ? "; put it into the list \"secrets\" at the top"
              : Names.didYouMean(nearest);
      part.problem("the secret \"" + name + "\" is not declared" + hint, nearest);
    }
  }

  private void setting(Part part, String name) {
    if (settings == null || settings.contains(name)) {
      return;
    }
    String nearest = Names.nearest(name, settings);
    String hint =
        nearest != null || settings.isEmpty()
            ? Names.didYouMean(nearest)
            : "; there are " + Names.list(settings);
    part.problem("there is no setting \"" + name + "\"" + hint, nearest);
  }
}
