package dev.hawser.tasks.internal.http;

import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException;
import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.storage.Blob;
import dev.hawser.storage.BlobException;
import dev.hawser.storage.ByteRange;
import dev.hawser.storage.DownloadGrant;
import dev.hawser.tasks.internal.files.StoredFile;
import dev.hawser.tasks.internal.files.WorkflowFiles;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpHeaders;
import io.micronaut.http.MutableHttpResponse;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** Answers that are the bytes of a file, streamed from the store. */
@Singleton
final class FileAnswers {
  static final ErrorCode NOT_FOUND = new ErrorCode("tasks.file-not-found");
  private static final ErrorCode STORE = new ErrorCode("tasks.files-unavailable");

  private final WorkflowFiles files;

  FileAnswers(WorkflowFiles files) {
    this.files = files;
  }

  /**
   * The file, or the part of it that was asked for.
   *
   * @param status when it is the whole file
   * @param range the header; null for none
   */
  MutableHttpResponse<?> send(
      ProjectId project, StoredFile file, HttpStatusCode status, @Nullable String range) {
    MutableHttpResponse<?> response =
        switch (RangeHeader.of(range, file.size())) {
          case RangeHeader.All all -> stream(status, project, file, ByteRange.ALL);
          case RangeHeader.Part part -> {
            var partial =
                stream(
                    new HttpStatusCode(HttpStatus.PARTIAL_CONTENT.getCode()),
                    project,
                    file,
                    part.range());
            partial.header(
                "Content-Range", "bytes " + part.first() + "-" + part.last() + "/" + file.size());
            yield partial;
          }
          case RangeHeader.Outside outside ->
              HttpResponse.status(HttpStatus.REQUESTED_RANGE_NOT_SATISFIABLE)
                  .header("Content-Range", "bytes */" + file.size());
        };
    response.header("Accept-Ranges", "bytes");
    return response;
  }

  /** A status of HTTP, well-known or not. */
  record HttpStatusCode(int code) {}

  private MutableHttpResponse<BlobBody> stream(
      HttpStatusCode status, ProjectId project, StoredFile file, ByteRange range) {
    Blob blob = open(project, file, range);
    MutableHttpResponse<BlobBody> response =
        HttpResponse.<BlobBody>status(status.code(), reason(status.code()))
            .body(new BlobBody(blob));
    MutableHttpHeaders headers = response.getHeaders();
    headers.set("Content-Type", file.type());
    headers.set("Content-Disposition", DownloadGrant.attachment(file.name()));
    headers.set("X-Content-Type-Options", "nosniff");
    return response;
  }

  private Blob open(ProjectId project, StoredFile file, ByteRange range) {
    try {
      return files.open(project, file.id(), range);
    } catch (BlobException.NotFound e) {
      throw new HawserException.NotFound(NOT_FOUND, "The file " + file.id() + " is gone");
    } catch (BlobException e) {
      throw unavailable(e);
    }
  }

  static HawserException unavailable(BlobException e) {
    return new HawserException.Unavailable(STORE, "Files cannot be read at the moment", e);
  }

  /** The reason phrase, for statuses that have one. */
  static String reason(int status) {
    for (HttpStatus known : HttpStatus.values()) {
      if (known.getCode() == status) {
        return known.getReason();
      }
    }
    return "Status " + status;
  }
}
