package dev.hawser.workflows.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.workflows.internal.http.WorkflowServer.Answer;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The schema of the language is there for everybody, and caches keep it. */
class SchemaIT {
  private static final String PATH = "/schema/workflow-v1.json";

  /** The application lets anybody in; the server of this module's tests does not know that. */
  private static final String PROJECT = WorkflowServer.newProject();

  private static WorkflowServer server;

  @BeforeAll
  static void start() {
    server = WorkflowServer.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void editors_get_it_and_may_keep_it_for_an_hour() {
    Answer answer = server.send("GET", PATH, PROJECT, null, Map.of()).expect(200);
    assertThat(answer.http().headers().firstValue("Content-Type"))
        .contains("application/schema+json");
    assertThat(answer.http().headers().firstValue("Cache-Control"))
        .contains("public, max-age=3600");
    assertThat(answer.at("$schema")).isEqualTo("https://json-schema.org/draft/2020-12/schema");
    assertThat(answer.text("properties", "trigger", "description")).isEqualTo("What starts it.");
  }

  @Test
  void who_has_it_is_told_that_it_is_the_same() {
    String etag = server.send("GET", PATH, PROJECT, null, Map.of()).etag();
    Answer same =
        server.send("GET", PATH, PROJECT, null, Map.of("If-None-Match", etag)).expect(304);
    assertThat(same.etag()).isEqualTo(etag);
    assertThat(same.json()).isNull();
    server.send("GET", PATH, PROJECT, null, Map.of("If-None-Match", "\"other\"")).expect(200);
  }
}
