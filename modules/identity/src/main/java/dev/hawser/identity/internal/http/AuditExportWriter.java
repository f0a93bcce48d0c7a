package dev.hawser.identity.internal.http;

import io.micronaut.core.type.Argument;
import io.micronaut.core.type.MutableHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.body.ByteBodyFactory;
import io.micronaut.http.body.CloseableByteBody;
import io.micronaut.http.body.ResponseBodyWriter;
import io.micronaut.http.body.stream.InputStreamByteBody;
import io.micronaut.scheduling.TaskExecutors;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.io.OutputStream;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;

/** Sends audit logs as fast as the client takes them. */
@Singleton
final class AuditExportWriter implements ResponseBodyWriter<AuditExport> {
  private final ExecutorService readers;

  AuditExportWriter(@Named(TaskExecutors.BLOCKING) ExecutorService readers) {
    this.readers = readers;
  }

  @Override
  public CloseableByteBody writePiece(
      ByteBodyFactory bodies,
      HttpRequest<?> request,
      HttpResponse<?> response,
      Argument<AuditExport> type,
      MediaType mediaType,
      AuditExport body) {
    return InputStreamByteBody.create(body.stream(), OptionalLong.empty(), readers, bodies);
  }

  @Override
  public void writeTo(
      Argument<AuditExport> type,
      MediaType mediaType,
      AuditExport body,
      MutableHeaders headers,
      OutputStream target) {
    throw new UnsupportedOperationException("a log is sent in pieces");
  }
}
