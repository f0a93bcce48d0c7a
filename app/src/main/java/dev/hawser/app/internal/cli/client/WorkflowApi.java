package dev.hawser.app.internal.cli.client;

import dev.hawser.app.internal.cli.client.ApiClient.Payload;
import dev.hawser.core.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What one workflow of a project was, is and would be. Throws like {@link ApiClient}. */
public final class WorkflowApi {
  private final ApiClient client;
  private final String root;

  WorkflowApi(ApiClient client, String root) {
    this.client = client;
    this.root = root;
  }

  /**
   * Which states to compare; null for the server's own choice.
   *
   * @param from {@code draft}, {@code deployed} or a number
   */
  public record States(@Nullable String from, @Nullable String to, @Nullable String toWorkflow) {}

  /** What is different between two states. */
  public ApiAnswer diff(States states) {
    Map<String, String> parameters = new LinkedHashMap<>();
    put(parameters, "from", states.from());
    put(parameters, "to", states.to());
    put(parameters, "toWorkflow", states.toWorkflow());
    return client.get(root + "/diff" + ProjectApi.query(parameters));
  }

  /** What a document would change in a state; in the draft when that is null. */
  public ApiAnswer diff(@Nullable String from, Payload document) {
    Map<String, String> parameters = new LinkedHashMap<>();
    put(parameters, "from", from);
    return client.post(root + "/diff" + ProjectApi.query(parameters), document);
  }

  /** All versions, newest first. */
  public List<ProjectApi.Item<VersionView>> versions() {
    List<ProjectApi.Item<VersionView>> all = new ArrayList<>();
    String cursor = null;
    do {
      Map<String, String> parameters = new LinkedHashMap<>();
      parameters.put("limit", "200");
      put(parameters, "cursor", cursor);
      Fields page = client.get(root + "/versions" + ProjectApi.query(parameters)).fields();
      page.objects("items")
          .forEach(json -> all.add(new ProjectApi.Item<>(VersionView.of(json), json.json())));
      cursor = page.optionalText("nextCursor");
    } while (cursor != null);
    return all;
  }

  /** Saves the draft as a version. */
  public VersionView save(@Nullable String label, @Nullable String description) {
    return VersionView.of(client.post(root + "/versions", labels(label, description)).fields());
  }

  /** Says what a version is called. */
  public VersionView describe(
      String version, @Nullable String label, @Nullable String description) {
    String path = root + "/versions/" + ProjectApi.encoded(version);
    return VersionView.of(client.put(path, labels(label, description), null).fields());
  }

  private static Payload labels(@Nullable String label, @Nullable String description) {
    Map<String, String> fields = new LinkedHashMap<>();
    put(fields, "label", label);
    put(fields, "description", description);
    return Payload.json(Json.write(fields));
  }

  /**
   * What became of the draft.
   *
   * @param lostChanges whether it had changes that are in no version
   */
  public record Restored(long revision, boolean lostChanges) {}

  /** Makes a version the draft, if the draft still is what {@code etag} says. */
  public Restored restore(String version, Optional<String> etag) {
    String path = root + "/versions/" + ProjectApi.encoded(version) + "/restore";
    Fields answer = client.postIf(path, Payload.NONE, etag.orElse("*")).fields();
    return new Restored(answer.number("revision"), answer.isTrue("lostChanges"));
  }

  /** Deploys a version that there is. */
  public long deploy(String version) {
    String path = root + "/versions/" + ProjectApi.encoded(version) + "/deploy";
    return client.post(path, Payload.NONE).fields().number("version");
  }

  /** Copies a state under another name. */
  public WorkflowView copy(String name, @Nullable String version) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("name", name);
    put(fields, "version", version);
    return WorkflowView.of(client.post(root + "/copy", Payload.json(Json.write(fields))).fields());
  }

  /**
   * A definition as a file.
   *
   * @param format {@code yaml}, {@code json} or {@code serverless}
   */
  public ApiAnswer export(String version, String format) {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("version", version);
    parameters.put("format", format);
    return client.get(root + "/export" + ProjectApi.query(parameters));
  }

  public void delete() {
    client.delete(root);
  }

  private static void put(Map<String, String> parameters, String name, @Nullable String value) {
    if (value != null) {
      parameters.put(name, value);
    }
  }
}
