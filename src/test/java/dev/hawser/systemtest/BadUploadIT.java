package dev.hawser.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.systemtest.harness.Answer;
import dev.hawser.systemtest.harness.Bytes;
import dev.hawser.systemtest.harness.Definitions;
import dev.hawser.systemtest.harness.Hawser;
import dev.hawser.systemtest.harness.Multipart;
import dev.hawser.systemtest.harness.Project;
import dev.hawser.systemtest.harness.Project.Deployed;
import dev.hawser.systemtest.harness.SlowUpload;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Whatever is wrong with an upload is told, and nothing of it stays in the store. */
class BadUploadIT {
  private static final int UPLOADS = 50;
  private static final long MIB = 1 << 20;
  private static Hawser hawser;
  private static Project project;
  private static Deployed workflow;

  @BeforeAll
  static void start() {
    hawser =
        Hawser.installed()
            .heap("256m")
            .set("files.max-size", "1MiB")
            .set("files.max-uploads", Integer.toString(UPLOADS))
            .set("engine.max-payload", "64KiB")
            .start();
    project = hawser.project();
    workflow =
        project.deploy(
            Definitions.webhook(
                "uploads", "{\"id\": \"t\", \"type\": \"transform\", \"value\": 1}"));
  }

  @AfterAll
  static void stop() {
    hawser.close();
  }

  @AfterEach
  void nothing_is_left() {
    Waiting.until("no file is left", () -> hawser.storedFiles().isEmpty());
  }

  /**
   * @param told what the answer must name
   */
  record Case(
      String what,
      String type,
      Supplier<BodyPublisher> body,
      int status,
      String code,
      String told) {
    @Override
    public String toString() {
      return what;
    }
  }

  private static Case multipart(
      String what, Supplier<Multipart> body, int status, String code, String told) {
    // A right file before the wrong part: it was stored and must go again.
    return new Case(what, Multipart.TYPE, () -> body.get().body(), status, code, told);
  }

  private static Multipart right() {
    return new Multipart().file("right", "right.txt", "text/plain", "right");
  }

  private static Case named(String what, String name, String told) {
    return multipart(
        what, () -> right().file("doc", name, "text/plain", "x"), 422, "tasks.part-invalid", told);
  }

  static final List<Case> CASES =
      List.of(
          named("a path as a name", "../../etc/passwd", "is a path"),
          named("a path of Windows", "C:\\\\boot.ini", "is a path"),
          named("a name of 10 kB", "x".repeat(10_000), "10000 characters"),
          named("an escape character in a name", "a\u001b[31mb", "control characters"),
          named("a name that turns around", "a\u202etxt.exe", "control characters"),
          named("a name of blanks", "  ", "is empty"),
          multipart(
              "a content type that is none",
              () -> right().file("doc", "a", "nonsense", "x"),
              422,
              "tasks.part-invalid",
              "content type"),
          multipart(
              "a file without a name",
              () -> right().file("doc", "", "text/plain", "x"),
              422,
              "tasks.part-invalid",
              "without a name"),
          multipart(
              "a part without a disposition",
              () -> right().part("Content-Type: text/plain", "x"),
              422,
              "tasks.multipart-malformed",
              "Content-Disposition"),
          multipart(
              "a part of another disposition",
              () -> right().part("Content-Disposition: attachment; name=\"a\"", "x"),
              422,
              "tasks.multipart-malformed",
              "Content-Disposition"),
          multipart(
              "a header without a colon",
              () -> right().part("nonsense", "x"),
              422,
              "tasks.multipart-malformed",
              "name: value"),
          multipart(
              "headers without an end",
              () -> right().part("A: " + "x".repeat(100_000), "x"),
              422,
              "tasks.multipart-malformed",
              "longer than"),
          multipart(
              "a field without a name",
              () -> right().part("Content-Disposition: form-data", "x"),
              422,
              "tasks.multipart-malformed",
              "name"),
          multipart(
              "a field that is not JSON as it says",
              () ->
                  right()
                      .part(
                          "Content-Disposition: form-data; name=\"a\"\r\nContent-Type: application/json",
                          "{"),
              422,
              "tasks.body-malformed",
              "JSON"),
          multipart(
              "fields that are too large",
              () -> right().field("a", "x".repeat(40_000)).field("b", "x".repeat(40_000)),
              413,
              "tasks.payload-too-large",
              "65536"),
          multipart(
              "too many parts",
              () -> {
                Multipart many = right();
                for (int i = 0; i < 1_001; i++) {
                  many.field("f" + i, "x");
                }
                return many;
              },
              422,
              "tasks.multipart-malformed",
              "1000 parts"),
          multipart(
              "a file that is too large",
              () -> right().file("doc", "a", "image/png", () -> Bytes.random(MIB)),
              413,
              "tasks.file-too-large",
              "limit"),
          new Case(
              "a body that is too large",
              "image/png",
              () -> BodyPublishers.ofInputStream(() -> Bytes.random(MIB + 1)),
              413,
              "tasks.file-too-large",
              "1048576"),
          new Case(
              "no boundary",
              "multipart/form-data",
              () -> right().body(),
              422,
              "tasks.multipart-malformed",
              "boundary"),
          new Case(
              "another boundary",
              "multipart/form-data; boundary=other",
              () -> right().body(),
              422,
              "tasks.multipart-malformed",
              "last boundary"),
          new Case(
              "no last boundary",
              Multipart.TYPE,
              () ->
                  BodyPublishers.ofString(
                      "--hawserTestBoundary\r\nContent-Disposition: form-data; name=\"a\";"
                          + " filename=\"a\"\r\n\r\nhalf"),
              422,
              "tasks.multipart-malformed",
              "last boundary"),
          new Case(
              "nothing at all",
              Multipart.TYPE,
              BodyPublishers::noBody,
              422,
              "tasks.multipart-malformed",
              "last boundary"));

  @ParameterizedTest
  @FieldSource("CASES")
  void a_bad_upload_is_answered_with_a_problem_document(Case given) {
    Answer answer =
        project
            .api()
            .withKey(null)
            .send(
                "POST",
                workflow.hookPath(),
                given.body().get(),
                Map.of("Content-Type", given.type()));
    assertThat(answer.status()).as("%s", answer).isEqualTo(given.status());
    assertThat(answer.contentType()).startsWith("application/problem+json");
    assertThat(answer.text("code")).isEqualTo(given.code());
    assertThat(answer.toString()).contains(given.told()).doesNotContain("Exception");
  }

  @Test
  void an_upload_that_breaks_off_leaves_nothing_and_starts_nothing() throws IOException {
    int before = project.statuses(workflow.id()).size();
    SlowUpload raw = SlowUpload.begin(hawser.address(), workflow.hookPath(), "image/png", 500_000);
    raw.send(new byte[200_000]);
    SlowUpload parts =
        SlowUpload.begin(hawser.address(), workflow.hookPath(), Multipart.TYPE, 500_000);
    parts.send(
        "--hawserTestBoundary\r\nContent-Disposition: form-data; name=\"a\"; filename=\"a\"\r\n\r\n");
    parts.send(new byte[200_000]);
    raw.close();
    parts.close();
    assertThat(project.statuses(workflow.id())).hasSize(before);
    // Others find their place again when the broken ones are gone.
    Answer answer =
        project
            .api()
            .send(
                "POST",
                workflow.hookPath(),
                BodyPublishers.ofString("x"),
                Map.of("Content-Type", "text/plain"));
    assertThat(answer.status()).isEqualTo(202);
  }

  @Test
  void fifty_slow_uploads_are_held_while_others_work_and_the_next_is_refused() throws Exception {
    List<SlowUpload> uploads = new ArrayList<>();
    try {
      for (int i = 0; i < UPLOADS; i++) {
        SlowUpload upload =
            SlowUpload.begin(hawser.address(), workflow.hookPath(), "image/png", 1_000_000);
        uploads.add(upload);
        upload.send(new byte[500_000]);
      }
      // One that is sent before all of these are held would take the place of one of them.
      Waiting.until("all are held", () -> hawser.unfinishedBlobs(100_000) == UPLOADS);
      Answer next =
          project
              .api()
              .send(
                  "POST",
                  workflow.hookPath(),
                  BodyPublishers.ofByteArray(new byte[0]),
                  Map.of("Content-Type", "image/png"));
      assertThat(next.status()).isEqualTo(429);
      assertThat(next.headers().firstValue("retry-after")).isPresent();
      String id = project.webhook(workflow, Map.of("n", 1));
      assertThat(project.awaitEnd(id).text("status")).isEqualTo("SUCCEEDED");
      for (SlowUpload upload : uploads) {
        upload.send(new byte[500_000]);
        assertThat(upload.status()).isEqualTo(202);
      }
    } finally {
      for (SlowUpload upload : uploads) {
        upload.close();
      }
    }
    assertThat(hawser.storedFiles()).hasSize(UPLOADS);
    for (var file : hawser.storedFiles()) {
      java.nio.file.Files.delete(file);
    }
  }
}
