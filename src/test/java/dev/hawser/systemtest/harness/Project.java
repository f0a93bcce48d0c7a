package dev.hawser.systemtest.harness;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The API of one project, for calls that must succeed. */
public record Project(Api api, String id) {
  private static final Set<String> ENDED = Set.of("SUCCEEDED", "FAILED", "CANCELLED");

  /** A workflow that is deployed. */
  public record Deployed(String id, String hookPath) {}

  public String path(String rest) {
    return "/api/v1/projects/" + id + rest;
  }

  /** Creates a workflow from its document and deploys it. */
  public Deployed deploy(String definition) {
    String type =
        definition.stripLeading().startsWith("{") ? "application/json" : "application/yaml";
    Answer created = api.post(path("/workflows"), definition, type);
    require(created, 201);
    Deployed workflow = new Deployed(created.text("id"), created.text("hookPath"));
    require(api.post(path("/workflows/" + workflow.id() + "/deploy")), 200);
    return workflow;
  }

  /** Sends a webhook; gives the id of its execution. */
  public String webhook(Deployed workflow, Map<String, ?> body) {
    Answer answer = api.withKey(null).post(workflow.hookPath(), body);
    require(answer, 202);
    return answer.text("executionId");
  }

  /** One execution with its steps. */
  public Answer execution(String execution) {
    Answer answer = api.get(path("/executions/" + execution));
    require(answer, 200);
    return answer;
  }

  /** The execution when it has ended. */
  public Answer awaitEnd(String execution) {
    return await("the end of " + execution)
        .atMost(Duration.ofSeconds(60))
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> execution(execution), answer -> ENDED.contains(answer.text("status")));
  }

  /** Status by id of all executions of a workflow. */
  public Map<String, String> statuses(String workflow) {
    Map<String, String> statuses = new HashMap<>();
    String query = path("/executions?limit=100&workflow=" + workflow);
    Answer page = api.get(query);
    while (true) {
      require(page, 200);
      for (Map<?, ?> item : page.objects("items")) {
        statuses.put(String.valueOf(item.get("id")), String.valueOf(item.get("status")));
      }
      if (!(page.at("nextCursor") instanceof String cursor)) {
        return statuses;
      }
      page = api.get(query + "&cursor=" + cursor);
    }
  }

  /** Waits until no execution of the workflow is open; gives status by id. */
  public Map<String, String> awaitAllEnded(String workflow, Duration limit) {
    await("all executions have ended")
        .atMost(limit)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(200))
        .until(() -> open(workflow), List::isEmpty);
    return statuses(workflow);
  }

  private List<Map<?, ?>> open(String workflow) {
    for (String status : List.of("QUEUED", "RUNNING", "WAITING")) {
      Answer page = api.get(path("/executions?limit=1&workflow=" + workflow + "&status=" + status));
      require(page, 200);
      if (!page.objects("items").isEmpty()) {
        return page.objects("items");
      }
    }
    return List.of();
  }

  private static void require(Answer answer, int status) {
    if (answer.status() != status) {
      throw new AssertionError("Expected " + status + ", got " + answer);
    }
  }
}
