package dev.hawser.workflows.internal.http;

import dev.hawser.workflows.internal.http.Documents.Field;
import dev.hawser.workflows.internal.store.VersionInfo;
import dev.hawser.workflows.internal.store.VersionRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A version as the API shows it. */
final class VersionJson {
  private VersionJson() {}

  /**
   * @param deployed the version that is deployed now
   */
  static byte[] of(VersionRow row, @Nullable Integer deployed) {
    List<Field> fields = new ArrayList<>(fields(VersionInfo.of(row), deployed));
    fields.add(new Field("definition", row.definition()));
    return Documents.json(fields);
  }

  static byte[] of(VersionInfo info, @Nullable Integer deployed) {
    return Documents.json(fields(info, deployed));
  }

  private static List<Field> fields(VersionInfo info, @Nullable Integer deployed) {
    return List.of(
        Field.of("version", info.version()),
        Field.of("name", info.name()),
        Field.of("label", info.label()),
        Field.of("description", info.description()),
        Field.of("deployed", Objects.equals(info.version(), deployed)),
        Field.of("problemCount", info.problemCount()),
        Field.of("revision", info.revision()),
        Field.of("createdAt", info.createdAt().toString()),
        Field.of("createdBy", info.createdBy()),
        Field.of("deployedAt", Objects.toString(info.deployedAt(), null)));
  }
}
