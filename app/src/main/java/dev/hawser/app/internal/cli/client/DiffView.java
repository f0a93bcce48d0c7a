package dev.hawser.app.internal.cli.client;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is different between two definitions, as the API shows it.
 *
 * @param text a unified diff
 */
public record DiffView(boolean same, List<Change> changes, String text) {
  public DiffView {
    changes = List.copyOf(changes);
  }

  /**
   * One difference.
   *
   * @param kind {@code ADDED}, {@code REMOVED}, {@code MOVED} or {@code CHANGED}
   * @param stepId empty for the definition's own fields
   * @param fromList where a moved step was
   * @param toList where it is, or where an added one is
   */
  public record Change(
      String kind,
      String stepId,
      String type,
      String field,
      @Nullable Object from,
      @Nullable Object to,
      String fromList,
      String toList) {
    private static Change of(Fields json) {
      return new Change(
          json.text("kind"),
          json.textOr("stepId", ""),
          json.textOr("type", ""),
          json.textOr("field", ""),
          json.value("from"),
          json.value("to"),
          list(json.value("from"), json),
          list(json.value("to"), json));
    }

    private static String list(@Nullable Object place, Fields json) {
      return place instanceof Map<?, ?> map && map.get("list") instanceof String list
          ? list
          : json.textOr("list", "");
    }
  }

  public static DiffView of(ApiAnswer answer) {
    Fields json = answer.fields();
    return new DiffView(
        json.isTrue("same"),
        json.objects("changes").stream().map(Change::of).toList(),
        json.textOr("text", ""));
  }
}
