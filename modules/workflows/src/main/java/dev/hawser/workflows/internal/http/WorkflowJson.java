package dev.hawser.workflows.internal.http;

import dev.hawser.workflows.WorkflowId;
import dev.hawser.workflows.internal.http.Documents.Field;
import dev.hawser.workflows.internal.store.WorkflowInfo;
import dev.hawser.workflows.internal.store.WorkflowRow;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import java.util.ArrayList;
import java.util.List;

/** A workflow as the API shows it. */
final class WorkflowJson {
  private WorkflowJson() {}

  static HttpResponse<byte[]> answer(HttpStatus status, WorkflowRow row, List<Field> more) {
    List<Field> fields = new ArrayList<>(fields(row));
    fields.addAll(more);
    return HttpResponse.<byte[]>status(status)
        .header("ETag", Documents.etag(row.revision()))
        .body(Documents.json(fields));
  }

  static byte[] of(WorkflowInfo info) {
    String id = new WorkflowId(info.id()).toString();
    return Documents.json(
        List.of(
            Field.of("id", id),
            Field.of("name", info.name()),
            Field.of("revision", info.revision()),
            Field.of("triggerType", info.triggerType()),
            Field.of("problemCount", info.problemCount()),
            Field.of("deployedVersion", info.deployedVersion()),
            Field.of("latestVersion", info.latestVersion()),
            Field.of("hookPath", hookPath(id)),
            Field.of("createdAt", info.createdAt().toString()),
            Field.of("createdBy", info.createdBy()),
            Field.of("updatedAt", info.updatedAt().toString()),
            Field.of("updatedBy", info.updatedBy())));
  }

  private static String hookPath(String id) {
    return "/hooks/" + id;
  }

  private static List<Field> fields(WorkflowRow row) {
    String id = new WorkflowId(row.id()).toString();
    return List.of(
        Field.of("id", id),
        Field.of("name", row.name()),
        Field.of("revision", row.revision()),
        new Field("definition", row.definition()),
        Field.of("problemCount", row.problemCount()),
        Field.of("deployedVersion", row.deployedVersion()),
        Field.of("hookPath", hookPath(id)),
        Field.of("createdAt", row.createdAt().toString()),
        Field.of("createdBy", row.createdBy()),
        Field.of("updatedAt", row.updatedAt().toString()),
        Field.of("updatedBy", row.updatedBy()));
  }
}
