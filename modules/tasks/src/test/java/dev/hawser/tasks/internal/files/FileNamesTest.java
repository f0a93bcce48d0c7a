package dev.hawser.tasks.internal.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.core.id.Uuid7;
import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.storage.PutCondition;
import dev.hawser.storage.PutOptions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class FileNamesTest {
  @Test
  void any_unicode_name_survives_the_rules_of_the_store() {
    for (String name :
        List.of("a.pdf", "Rechnung März.pdf", "請求書.xlsx", "🧾.png", "א.txt", "€".repeat(255))) {
      assertThat(FileNames.problem(name)).isEmpty();
      String kept = FileNames.encoded(name);
      new PutOptions(
          MediaTypes.BYTES,
          Map.of("name", kept, "execution", UUID.randomUUID().toString()),
          PutCondition.ALWAYS);
      assertThat(FileNames.decoded(kept)).isEqualTo(name);
      assertThat(FileNames.safe(name)).isEqualTo(name);
    }
  }

  @Test
  void evil_names_are_told() {
    assertThat(FileNames.problem("../../etc/passwd")).hasValueSatisfying(p -> contains(p, "path"));
    assertThat(FileNames.problem("C:\\boot.ini")).hasValueSatisfying(p -> contains(p, "path"));
    assertThat(FileNames.problem("..")).hasValueSatisfying(p -> contains(p, "path"));
    assertThat(FileNames.problem(" ")).hasValueSatisfying(p -> contains(p, "empty"));
    assertThat(FileNames.problem("x".repeat(10_000)))
        .hasValueSatisfying(p -> contains(p, "10000 characters"));
    for (String control : List.of("a\0b", "a\rb", "a\u001bb", "a\u202eb", "a\ud800b", "a\u2028b")) {
      assertThat(FileNames.problem(control)).hasValueSatisfying(p -> contains(p, "control"));
    }
  }

  private static void contains(String text, String part) {
    assertThat(text).contains(part);
  }

  @Test
  void names_of_other_servers_are_made_harmless() {
    assertThat(FileNames.safe("../../etc/passwd")).isEqualTo("passwd");
    assertThat(FileNames.safe("C:\\dir\\a.txt")).isEqualTo("a.txt");
    assertThat(FileNames.safe("a\r\n\u202eb.txt")).isEqualTo("ab.txt");
    assertThat(FileNames.safe("..")).isEqualTo("file");
    assertThat(FileNames.safe("")).isEqualTo("file");
    assertThat(FileNames.safe(null)).isEqualTo("file");
    assertThat(FileNames.safe("x".repeat(10_000) + ".pdf")).hasSize(255).endsWith("x.pdf");
    assertThat(FileNames.safe("🧾".repeat(200))).hasSize(254);
    assertThat(FileNames.decoded("%%%")).isEqualTo("file");
  }

  @Test
  void media_types_are_sorted_into_json_text_and_the_rest() {
    assertThat(MediaTypes.isValid("text/html; charset=utf-8")).isTrue();
    assertThat(MediaTypes.isValid("text/html\n; charset=utf-8")).isFalse();
    assertThat(MediaTypes.isValid("text")).isFalse();
    assertThat(MediaTypes.isValid("text/html\r\nX: y")).isFalse();
    assertThat(MediaTypes.safe(null)).isEqualTo("application/octet-stream");
    assertThat(MediaTypes.isJson("Application/Problem+JSON; x=y")).isTrue();
    assertThat(MediaTypes.isText("image/svg+xml")).isTrue();
    assertThat(MediaTypes.isText("application/pdf")).isFalse();
  }

  @Test
  void a_key_holds_the_day_of_the_file_and_its_project() {
    Uuid7 ids = new Uuid7(InstantSource.fixed(Instant.parse("2027-01-31T23:59:59Z")));
    FileId file = new FileId(ids.next());
    ProjectId project = new ProjectId(ids.next());
    assertThat(WorkflowFiles.key(project, file).value())
        .isEqualTo("files/2027-01-31/" + project.value() + "/" + file.value());
  }

  @Test
  void ids_that_we_never_made_are_none() {
    assertThat(FileId.parse(new FileId(new UUID(-1, -1)).toString())).isEmpty();
    assertThat(FileId.parse(new FileId(new UUID(0xFFFFFFFFFFFF7000L, 1)).toString())).isEmpty();
    assertThat(FileId.parse("file_../../x")).isEmpty();
    FileId real = new FileId(new Uuid7(InstantSource.fixed(Instant.EPOCH)).next());
    assertThat(FileId.parse(real.toString())).hasValue(real);
  }
}
