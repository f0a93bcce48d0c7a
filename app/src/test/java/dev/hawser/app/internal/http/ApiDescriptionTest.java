package dev.hawser.app.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** The API description that the build merged. */
final class ApiDescriptionTest {
  private Map<String, Object> document = Map.of();

  @BeforeEach
  void read() throws IOException {
    try (InputStream in =
        ApiDescriptionTest.class.getResourceAsStream("/META-INF/swagger/openapi.yml")) {
      document = new Yaml().load(Objects.requireNonNull(in));
    }
  }

  @Test
  void it_is_openapi_3_1_with_a_head_and_the_api_key() {
    assertThat(document.get("openapi")).asString().startsWith("3.1");
    assertThat(document.get("info"))
        .asInstanceOf(InstanceOfAssertFactories.MAP)
        .containsEntry("title", "Hawser API");
    assertThat(document.toString()).contains("bearer");
  }

  @Test
  void it_has_the_endpoints_of_every_module() {
    assertThat(document.get("paths"))
        .asInstanceOf(InstanceOfAssertFactories.MAP)
        .containsKeys(
            "/healthz",
            "/readyz",
            "/stats/metrics",
            "/api/v1/me",
            "/api/v1/organization/logo",
            "/api/v1/users/{user}/avatar",
            "/api/v1/setup",
            "/api/v1/projects/{project}/api-keys",
            "/api/v1/projects/{project}/executions",
            "/api/v1/projects/{project}/executions/{execution}/replay",
            "/api/v1/projects/{project}/workflows/{workflow}/trigger",
            "/api/v1/projects/{project}/workflows/{workflow}/draft",
            "/api/v1/projects/{project}/workflows/{workflow}/diff",
            "/api/v1/projects/{project}/workflows/{workflow}/export",
            "/api/v1/projects/{project}/workflows/{workflow}/copy",
            "/api/v1/projects/{project}/workflows/{workflow}/versions/{version}/restore",
            "/api/v1/projects/{project}/events/{event}",
            "/hooks/{workflow}");
  }

  @Test
  void operations_say_which_permission_they_need_and_which_need_nothing() {
    assertThat(security("/api/v1/members", "get")).isEqualTo(needs("organization:view"));
    assertThat(security("/api/v1/members/{user}", "delete")).isEqualTo(needs("members:manage"));
    assertThat(security("/api/v1/projects/{project}/workflows", "post"))
        .isEqualTo(needs("workflows:edit"));
    assertThat(security("/api/v1/projects/{project}/executions", "get"))
        .isEqualTo(needs("executions:view"));
    assertThat(security("/api/v1/me", "get")).isEqualTo(needs());
    assertThat(security("/api/v1/invitations/accept", "post")).isNull();
    assertThat(document).doesNotContainKey("security");
  }

  @Test
  void it_says_what_errors_look_like_and_which_headers_make_repetitions_and_changes_safe() {
    String workflow = "/api/v1/projects/{project}/workflows/{workflow}";
    assertThat(operation(workflow, "put").toString())
        .contains("parameters/Idempotency-Key", "parameters/If-Match", "responses/Problem");
    assertThat(operation(workflow + "/trigger", "post").toString())
        .contains("parameters/Idempotency-Key")
        .doesNotContain("If-Match");
    assertThat(operation(workflow + "/diff", "post").toString())
        .contains("responses/Problem")
        .doesNotContain("Idempotency-Key");
    assertThat(operation("/api/v1/members", "get").toString()).doesNotContain("type=[");

    String before = document.toString();
    ApiDescriptionFinisher.finish(document);
    assertThat(document).as("finished again").hasToString(before);
  }

  private Map<?, ?> operation(String path, String method) {
    Map<?, ?> paths = (Map<?, ?>) Objects.requireNonNull(document.get("paths"));
    Map<?, ?> operations = (Map<?, ?>) Objects.requireNonNull(paths.get(path));
    return (Map<?, ?>) Objects.requireNonNull(operations.get(method));
  }

  private @Nullable Object security(String path, String method) {
    return operation(path, method).get("security");
  }

  private static Object needs(String... permissions) {
    return List.of(Map.of("bearer", List.of(permissions)));
  }

  @Test
  void every_reference_leads_somewhere() {
    Set<String> references = new TreeSet<>();
    collect(document, references);
    assertThat(references)
        .isNotEmpty()
        .allSatisfy(
            reference -> {
              Object at = document;
              for (String name : reference.substring(2).split("/", -1)) {
                at = at instanceof Map<?, ?> map ? map.get(name) : null;
              }
              assertThat(at).as(reference).isNotNull();
            });
  }

  private static void collect(Object tree, Set<String> references) {
    switch (tree) {
      case Map<?, ?> map -> {
        if (map.get("$ref") instanceof String reference) {
          references.add(reference);
        }
        map.values().stream().filter(Objects::nonNull).forEach(v -> collect(v, references));
      }
      case List<?> list -> list.forEach(item -> collect(item, references));
      default -> {}
    }
  }
}
