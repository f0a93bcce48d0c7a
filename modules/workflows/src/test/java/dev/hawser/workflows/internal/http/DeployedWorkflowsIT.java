package dev.hawser.workflows.internal.http;

import static dev.hawser.workflows.internal.http.WorkflowServer.definition;
import static dev.hawser.workflows.internal.http.WorkflowServer.newProject;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.core.cache.CacheKey;
import dev.hawser.core.cache.SharedCache;
import dev.hawser.core.error.HawserException;
import dev.hawser.core.redis.RedisStore;
import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.workflows.DeployedWorkflow;
import dev.hawser.workflows.DeployedWorkflows;
import dev.hawser.workflows.WorkflowId;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeployedWorkflowsIT {
  private final String project = newProject();
  private WorkflowServer server;

  @BeforeEach
  void start() {
    server = WorkflowServer.start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void what_is_deployed_is_found_with_its_plan() {
    WorkflowId id = create();
    assertThat(found(server, id)).isEmpty();
    deploy(id);
    DeployedWorkflow first = found(server, id).orElseThrow();
    assertThat(first.version()).isEqualTo(1);
    assertThat(first.project().toString()).isEqualTo(project);
    assertThat(first.plan().steps()).hasSize(1);
    change(id, 2);
    deploy(id);
    assertThat(found(server, id).orElseThrow().version()).isEqualTo(2);
    assertThat(workflows(server).findVersion(id, 1).orElseThrow()).isSameAs(first);
    assertThat(workflows(server).findVersion(id, 3)).isEmpty();
    server.send("POST", project, "/" + id + "/undeploy", null).expect(204);
    assertThat(found(server, id)).isEmpty();
  }

  @Test
  void what_is_deployed_is_found_where_nobody_noted_when_and_is_noted_then() throws Exception {
    WorkflowId id = create();
    deploy(id);
    forgetWhen(id);
    server.flushRedis();
    try (WorkflowServer other = server.sibling()) {
      assertThat(found(other, id).orElseThrow().version()).isEqualTo(1);
    }
    deploy(id);
    assertThat(when(id)).as("the draft was deployed already").isNotNull();
    forgetWhen(id);
    server.send("POST", project, "/" + id + "/versions/1/deploy", null).expect(200);
    assertThat(when(id)).as("the version was deployed already").isNotNull();
    change(id, 2);
    deploy(id);
    server.flushRedis();
    try (WorkflowServer other = server.sibling()) {
      assertThat(workflows(other).findVersion(id, 1)).isPresent();
    }
  }

  private void forgetWhen(WorkflowId id) throws Exception {
    try (Connection connection = server.database.connect();
        Statement statement = connection.createStatement()) {
      int rows =
          statement.executeUpdate(
              "update workflows.workflow_version set deployed_at = null where workflow_id = '"
                  + id.value()
                  + "'");
      assertThat(rows).isEqualTo(1);
    }
  }

  private @Nullable Object when(WorkflowId id) {
    return server.send("GET", project, "/" + id + "/versions/1", null).expect(200).at("deployedAt");
  }

  @Test
  void versions_outlive_the_deletion_of_their_workflow() {
    WorkflowId id = create();
    deploy(id);
    server.send("DELETE", project, "/" + id, null).expect(204);
    assertThat(found(server, id)).isEmpty();
    try (WorkflowServer other = server.sibling()) {
      server.flushRedis();
      assertThat(workflows(other).findVersion(id, 1)).isPresent();
    }
  }

  @Test
  void another_replica_hears_of_a_deploy() {
    WorkflowId id = create();
    deploy(id);
    try (WorkflowServer other = server.sibling()) {
      assertThat(found(other, id).orElseThrow().version()).isEqualTo(1);
      change(id, 2);
      deploy(id);
      awaitVersion(other, id, 2);
    }
  }

  @Test
  void a_replica_that_hears_nothing_sees_a_deploy_within_ten_seconds() {
    WorkflowId id = create();
    deploy(id);
    try (WorkflowServer deaf = server.sibling()) {
      deaf.bean(RedisStore.class, "cache").close();
      assertThat(found(deaf, id).orElseThrow().version()).isEqualTo(1);
      change(id, 2);
      deploy(id);
      deaf.bean(MovableClock.class).move(Duration.ofSeconds(10));
      assertThat(found(deaf, id).orElseThrow().version()).isEqualTo(2);
    }
  }

  @Test
  void a_version_that_cannot_be_read_in_the_cache_is_built_from_postgres_and_put_there_again() {
    String whole =
        "{\"project\":\"PROJECT\",\"name\":\"W\",\"definition\":\"{\\\"schema\\\":\\\"hawser/v0\\\"}\"}";
    List<String> unreadable =
        List.of(
            "",
            "nonsense",
            "[1]",
            "{}",
            "{\"project\":\"",
            whole.substring(0, whole.length() / 2),
            whole.replace("PROJECT", "x"),
            whole.replace("definition", "plan"),
            whole.replace("\\\"hawser/v0\\\"}", ""),
            whole);
    String uuid = String.valueOf(ProjectId.parse(project).orElseThrow().value());
    SharedCache cache = server.bean(SharedCache.class);
    for (String entry : unreadable) {
      WorkflowId id = create("W " + unreadable.indexOf(entry));
      deploy(id);
      CacheKey key = new CacheKey("workflow-versions", 1, id.value() + ":1");
      byte[] bytes = entry.replace("PROJECT", uuid).getBytes(StandardCharsets.UTF_8);
      cache.put(key, bytes, Duration.ofHours(1));
      DeployedWorkflow found = workflows(server).findVersion(id, 1).orElseThrow();
      assertThat(found.plan().steps()).as(entry).hasSize(1);
      assertThat(new String(cache.get(key).orElseThrow(), StandardCharsets.UTF_8))
          .contains("\"project\":\"" + uuid + "\"", "hawser/v1");
    }
  }

  @Test
  void what_somebody_else_wrote_into_redis_is_read_from_postgres() {
    WorkflowId id = create();
    deploy(id);
    var redis = server.bean(RedisStore.class, "cache").commands();
    redis.set("hawser:cache:workflow-versions:1:" + id.value() + ":1", "\u0001");
    redis.set("hawser:workflows:1:pointer:" + id.value(), "1:");
    assertThat(found(server, id).orElseThrow().version()).isEqualTo(1);
    redis.set("hawser:workflows:1:pointer:" + id.value(), "x:y:z");
    try (WorkflowServer other = server.sibling()) {
      assertThat(found(other, id).orElseThrow().version()).isEqualTo(1);
    }
  }

  @Test
  void without_redis_everything_works() {
    server.bean(RedisStore.class, "cache").close();
    WorkflowId id = create();
    deploy(id);
    assertThat(found(server, id).orElseThrow().version()).isEqualTo(1);
    change(id, 2);
    deploy(id);
    assertThat(found(server, id).orElseThrow().version()).isEqualTo(2);
    server.send("POST", project, "/" + id + "/undeploy", null).expect(204);
    assertThat(found(server, id)).isEmpty();
  }

  @Test
  void without_postgres_what_is_in_redis_or_memory_still_answers() {
    WorkflowId id = create();
    deploy(id);
    assertThat(found(server, id)).isPresent();
    try (WorkflowServer other = server.sibling()) {
      server.database.close();
      assertThat(found(other, id).orElseThrow().version()).isEqualTo(1);
      server.flushRedis();
      server.bean(MovableClock.class).move(Duration.ofMinutes(5));
      assertThat(found(server, id).orElseThrow().version()).isEqualTo(1);
      WorkflowId unknown = new WorkflowId(new java.util.UUID(0x7000L, 1));
      assertThatThrownBy(() -> found(server, unknown))
          .isInstanceOf(HawserException.Unavailable.class);
    }
  }

  /** The announcement travels through Redis; the deadline is far beyond what it needs. */
  private static void awaitVersion(WorkflowServer server, WorkflowId id, int version) {
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (found(server, id).orElseThrow().version() != version) {
      assertThat(System.nanoTime()).as("version " + version + " is seen").isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  private static Optional<DeployedWorkflow> found(WorkflowServer server, WorkflowId id) {
    return workflows(server).findDeployed(id);
  }

  private static DeployedWorkflows workflows(WorkflowServer server) {
    return server.bean(DeployedWorkflows.class);
  }

  private WorkflowId create() {
    return create("W");
  }

  private WorkflowId create(String name) {
    String id = server.send("POST", project, "", definition(name, 1)).expect(201).text("id");
    return WorkflowId.parse(id).orElseThrow();
  }

  private void change(WorkflowId id, int value) {
    server.send("PUT", project, "/" + id, definition("W", value)).expect(200);
  }

  private void deploy(WorkflowId id) {
    server.send("POST", project, "/" + id + "/deploy", null).expect(200);
  }
}
