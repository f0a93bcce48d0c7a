package dev.hawser.workflows.internal.http;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The shapes of app events, for the OpenAPI document. */
final class EventSchemas {
  private EventSchemas() {}

  /**
   * @param example what a payload looks like: any JSON but null, at most 256 KiB
   */
  @Schema(name = "NewAppEvent")
  record NewEvent(@Nullable String description, Object example) {}

  /**
   * @param name a small letter, then at most 63 letters, digits, dots, dashes and underscores
   * @param revision counts the changes; also in the header ETag
   * @param schema a JSON Schema, inferred from the example
   */
  @Schema(name = "AppEvent")
  record Event(
      String name,
      long revision,
      @Nullable String description,
      Object example,
      Map<String, Object> schema,
      Instant createdAt,
      String createdBy,
      Instant updatedAt,
      String updatedBy) {}

  /** An app event without its example and its schema. */
  @Schema(name = "AppEventInfo")
  record EventInfo(
      String name,
      long revision,
      @Nullable String description,
      Instant createdAt,
      String createdBy,
      Instant updatedAt,
      String updatedBy) {}

  @Schema(name = "AppEventPage")
  record EventPage(List<EventInfo> items, @Nullable String nextCursor) {}

  /**
   * A workflow that names an app event.
   *
   * @param draft whether its draft does
   * @param deployed whether its deployed version does
   */
  @Schema(name = "AppEventUser")
  record User(String id, String name, boolean draft, boolean deployed) {}

  @Schema(name = "AppEventUserPage")
  record UserPage(List<User> items, @Nullable String nextCursor) {}
}
