package dev.hawser.tasks.internal.engine;

import dev.hawser.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.List;

/** The module's tables in an empty database. */
public final class Schema {
  private static final Path MIGRATIONS = Path.of("src/main/resources/db/tasks");

  private Schema() {}

  public static void create(TestDatabase database) throws IOException, SQLException {
    List<Path> scripts;
    try (var files = Files.list(MIGRATIONS)) {
      scripts = files.sorted(Comparator.comparingInt(Schema::version)).toList();
    }
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("create schema tasks; set search_path to tasks;");
      for (Path script : scripts) {
        statement.execute(Files.readString(script));
      }
    }
  }

  private static int version(Path script) {
    String name = script.getFileName().toString();
    return Integer.parseInt(name.substring(1, name.indexOf("__")));
  }
}
