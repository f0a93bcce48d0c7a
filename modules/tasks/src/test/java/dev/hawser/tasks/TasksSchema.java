package dev.hawser.tasks;

import dev.hawser.testing.TestDatabase;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Brings a test database up to a version of the module's schema. */
public final class TasksSchema {
  private TasksSchema() {}

  /** All migrations. */
  public static void create(TestDatabase database) throws SQLException {
    migrate(database, 1, Integer.MAX_VALUE);
  }

  /** The migrations from one version to another, both included. */
  public static void migrate(TestDatabase database, int first, int last) throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("create schema if not exists tasks; set search_path to tasks");
      for (Path script : scripts()) {
        if (version(script) >= first && version(script) <= last) {
          statement.execute(Files.readString(script));
        }
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<Path> scripts() throws IOException {
    try (Stream<Path> files =
        Files.list(
            Path.of(Objects.requireNonNull(TasksSchema.class.getResource("/db/tasks")).toURI()))) {
      return files.sorted(Comparator.comparingInt(TasksSchema::version)).toList();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static int version(Path script) {
    String name = script.getFileName().toString();
    return Integer.parseInt(name.substring(1, name.indexOf('_')));
  }
}
