package dev.hawser.systemtest.harness;

import static java.util.stream.Collectors.joining;

import dev.hawser.core.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The table of permissions that a server gives, and the page of the documentation made of it. */
public record Permissions(List<Permission> permissions, List<Operation> operations) {
  /** A permission and who has it. */
  public record Permission(String id, String meaning, List<String> roles, boolean apiKeys) {}

  /** An operation and what it needs: a permission, or one of four other words. */
  public record Operation(String method, String path, String needs) {
    @Override
    public String toString() {
      return method + " " + path;
    }
  }

  /** Asks a server for it. */
  public static Permissions of(Api api) {
    Answer answer = api.get("/api/v1/permissions");
    List<Permission> permissions = new ArrayList<>();
    for (Map<?, ?> item : answer.objects("permissions")) {
      List<String> roles = ((List<?>) item.get("roles")).stream().map(String::valueOf).toList();
      permissions.add(
          new Permission(
              text(item, "id"),
              text(item, "meaning"),
              roles,
              Boolean.parseBoolean(text(item, "apiKeys"))));
    }
    List<Operation> operations = new ArrayList<>();
    for (Map<?, ?> item : answer.objects("operations")) {
      operations.add(new Operation(text(item, "method"), text(item, "path"), text(item, "needs")));
    }
    return new Permissions(permissions, operations);
  }

  private static String text(Map<?, ?> item, String name) {
    return String.valueOf(item.get(name));
  }

  /** The request for a key that may do all that keys can do. */
  public byte[] wholeKey(String name) {
    List<String> scopes =
        permissions.stream().filter(Permission::apiKeys).map(Permission::id).toList();
    return Json.write(Map.of("name", name, "scopes", scopes));
  }

  /** Whether a member with the role may do it. */
  public boolean allows(String role, Operation operation) {
    return permissions.stream()
        .anyMatch(one -> one.id().equals(operation.needs()) && one.roles().contains(role));
  }

  /** Whether an API key may do it in its own project. */
  public boolean allowsKey(Operation operation) {
    return permissions.stream()
        .anyMatch(one -> one.id().equals(operation.needs()) && one.apiKeys());
  }

  /** Whether it needs one of the permissions. */
  public boolean isGuarded(Operation operation) {
    return permissions.stream().anyMatch(one -> one.id().equals(operation.needs()));
  }

  /** docs/permissions.md. */
  public String document(List<String> roles) {
    StringBuilder page =
        new StringBuilder(
            """
            # Permissions

            This page is made from the code; a test compares it, and another one tries every operation with every role.
            A member's role counts in the whole organization, in each project that the member can see. An API key is good for
            its own project and has at most the permissions of the last column. What belongs to another organization, or to a
            project that the caller cannot see, does not exist: 404. What the caller may not do is refused: 403.

            """);
    page.append("| permission | allows to | ").append(String.join(" | ", roles));
    page.append(" | API key |\n|---|---|").append("---|".repeat(roles.size() + 1)).append('\n');
    for (Permission one : permissions) {
      page.append("| `%s` | %s | ".formatted(one.id(), one.meaning()));
      page.append(
          roles.stream()
              .map(role -> one.roles().contains(role) ? "yes" : "")
              .collect(joining(" | ")));
      page.append(" | ").append(one.apiKeys() ? "yes" : "").append(" |\n");
    }
    page.append(
        """

        ## Operations

        Besides permissions there are: `anonymous`, anybody; `authenticated`, any caller, as it is about the caller itself;
        `connected-user`, the user token of a connected user; `operator`, who has the operator token of the machine.

        | operation | needs |
        |---|---|
        """);
    for (Operation one : operations) {
      page.append("| %s `%s` | `%s` |\n".formatted(one.method(), one.path(), one.needs()));
    }
    return page.toString();
  }
}
