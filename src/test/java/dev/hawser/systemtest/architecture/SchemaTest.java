package dev.hawser.systemtest.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One schema per module, and nobody looks into another's. */
class SchemaTest {
  @ParameterizedTest
  @ValueSource(strings = {"identity", "workflows", "tasks"})
  void a_module_with_data_has_migrations_of_its_own(String module) {
    assertThat(migrations(module)).isNotEmpty();
  }

  @Test
  void migrations_lie_in_the_folder_of_their_module() {
    for (Room room : Room.HOUSE) {
      Path classes = Bytecode.classFolder(room);
      assertThat(Bytecode.files(classes, ".sql"))
          .as("scripts of %s", room.name())
          .allSatisfy(
              script ->
                  assertThat(classes.relativize(script).toString())
                      .matches("db/" + room.name() + "/V[1-9][0-9]*__[a-z0-9_]+\\.sql"));
    }
  }

  @Test
  void no_sql_names_the_schema_of_another_module() {
    for (Room room : Room.HOUSE) {
      for (Path script : Bytecode.files(Bytecode.classFolder(room), ".sql")) {
        assertThat(Sql.foreignSchemas(room.name(), Sql.read(script))).as("%s", script).isEmpty();
      }
      for (Path file : Bytecode.files(Bytecode.classFolder(room), ".class")) {
        assertThat(Sql.texts(file))
            .as("%s", file)
            .allSatisfy(text -> assertThat(Sql.foreignSchemas(room.name(), text)).isEmpty());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"identity", "workflows", "tasks"})
  void no_foreign_key_leaves_its_module(String module) {
    String scripts = migrations(module).stream().map(Sql::read).collect(Collectors.joining("\n"));
    assertThat(Sql.foreignTables(scripts)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "select * from tasks.execution_history",
        "SELECT 1 FROM \"tasks\".\"open_execution\"",
        "insert into  tasks.open_execution values (?)",
        "create table t (id uuid references tasks.open_execution)",
        "set search_path to tasks",
        "drop schema tasks cascade"
      })
  void sql_that_names_another_schema_is_found(String sql) {
    assertThat(Sql.foreignSchemas("workflows", sql)).containsExactly("tasks");
    assertThat(Sql.foreignSchemas("tasks", sql)).isEmpty();
  }

  @Test
  void a_foreign_key_to_another_module_is_found() {
    assertThat(
            Sql.foreignTables(
                """
                create table mine (id uuid primary key);
                create table more (id uuid references mine (id), theirs uuid references theirs)
                """))
        .containsExactly("theirs");
  }

  @Test
  void texts_of_a_class_file_are_read() {
    Path tasks = Bytecode.classFolder(Room.of(Bytecode.ROOT, "dev.hawser.tasks").orElseThrow());
    List<String> texts =
        Bytecode.files(tasks, ".class").stream().flatMap(f -> Sql.texts(f).stream()).toList();
    assertThat(texts).anyMatch(text -> text.contains("insert into open_execution"));
  }

  private static List<Path> migrations(String module) {
    Room room = Room.of(Bytecode.ROOT, "dev.hawser." + module).orElseThrow();
    return Bytecode.files(Bytecode.classFolder(room).resolve("db").resolve(module), ".sql");
  }
}
