package dev.hawser.app.internal.cli.client;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A version of a workflow as the API shows it. */
public record VersionView(
    long version,
    @Nullable String label,
    boolean deployed,
    long problemCount,
    Instant createdAt,
    String createdBy) {
  static VersionView of(Fields json) {
    Long problems = json.optionalNumber("problemCount");
    return new VersionView(
        json.number("version"),
        json.optionalText("label"),
        json.isTrue("deployed"),
        problems == null ? 0 : problems,
        json.instant("createdAt"),
        json.text("createdBy"));
  }
}
