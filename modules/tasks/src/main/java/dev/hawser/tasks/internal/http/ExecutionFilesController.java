package dev.hawser.tasks.internal.http;

import dev.hawser.core.error.HawserException;
import dev.hawser.core.tenancy.Caller;
import dev.hawser.core.tenancy.Needs;
import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.storage.BlobException;
import dev.hawser.storage.BlobUrlSigner;
import dev.hawser.storage.DownloadGrant;
import dev.hawser.storage.SignedRequest;
import dev.hawser.tasks.internal.files.FileId;
import dev.hawser.tasks.internal.files.StoredFile;
import dev.hawser.tasks.internal.files.WorkflowFiles;
import dev.hawser.tasks.internal.http.FileAnswers.HttpStatusCode;
import dev.hawser.tasks.internal.interpreter.FileRef;
import dev.hawser.tasks.internal.store.ExecutionRecordings;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The bytes of files that an execution handled. */
@Tag(name = "Executions")
@Controller("/api/v1/projects/{project}/executions/{execution}/files")
@Secured(Needs.EXECUTIONS_VIEW)
@ExecuteOn(TaskExecutors.BLOCKING)
final class ExecutionFilesController {
  private static final Duration SIGNED_FOR = Duration.ofMinutes(5);

  private final Recordings recordings;
  private final WorkflowFiles files;
  private final FileAnswers answers;
  private final Optional<BlobUrlSigner> signer;

  ExecutionFilesController(
      Recordings recordings,
      WorkflowFiles files,
      FileAnswers answers,
      Optional<BlobUrlSigner> signer) {
    this.recordings = recordings;
    this.files = files;
    this.answers = answers;
    this.signer = signer;
  }

  /**
   * Downloads a file that occurs in the execution's input or steps. When the blob store can sign,
   * the answer is a redirect to an address that works for a few minutes.
   *
   * @param direct true to get the bytes from this server in any case
   */
  @Get("/{file}")
  @Produces("*/*")
  @ApiResponse(
      responseCode = "200",
      description = "the bytes; 206 for a part of them",
      content =
          @Content(
              mediaType = "application/octet-stream",
              schema = @Schema(type = "string", format = "binary")))
  @ApiResponse(responseCode = "302", description = "where the bytes are, for five minutes")
  HttpResponse<?> download(
      Caller caller,
      HttpRequest<?> request,
      @PathVariable String project,
      @PathVariable String execution,
      @PathVariable String file,
      @QueryValue @Nullable Boolean direct) {
    ProjectId owner = caller.requireProject(project);
    ExecutionRecordings found = recordings.find(owner, execution);
    FileId id = FileId.parse(file).orElseThrow(() -> notFound(file));
    FileRef ref =
        FileReferences.find(
                id, recordings.input(found), found.steps(), large -> recordings.value(found, large))
            .orElseThrow(() -> notFound(file));
    try {
      StoredFile stored = files.find(owner, ref).orElseThrow(() -> notFound(file));
      if (!Boolean.TRUE.equals(direct)) {
        Optional<HttpResponse<?>> redirect = redirect(owner, stored);
        if (redirect.isPresent()) {
          return redirect.get();
        }
      }
      return answers.send(
          owner, stored, new HttpStatusCode(200), request.getHeaders().get("Range"));
    } catch (BlobException e) {
      throw FileAnswers.unavailable(e);
    }
  }

  /** Empty when the store cannot sign, or only for a client that sends headers of its choice. */
  private Optional<HttpResponse<?>> redirect(ProjectId owner, StoredFile file) {
    DownloadGrant grant =
        DownloadGrant.of(SIGNED_FOR).withFileName(file.name()).withContentType(file.type());
    return signer
        .map(signs -> signs.signGet(WorkflowFiles.key(owner, file.id()), grant))
        .filter(signed -> signed.headers().isEmpty())
        .map(SignedRequest::url)
        .map(
            url ->
                HttpResponse.status(HttpStatus.FOUND)
                    .header("Location", url.toString())
                    .header("Cache-Control", "no-store"));
  }

  private static HawserException notFound(String file) {
    return new HawserException.NotFound(
        FileAnswers.NOT_FOUND, "There is no file " + file + " in this execution");
  }
}
