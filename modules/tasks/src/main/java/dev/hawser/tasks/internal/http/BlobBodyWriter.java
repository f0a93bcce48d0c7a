package dev.hawser.tasks.internal.http;

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

/** Sends blobs as fast as the client takes them, and says before how long they are. */
@Singleton
final class BlobBodyWriter implements ResponseBodyWriter<BlobBody> {
  private final ExecutorService readers;

  BlobBodyWriter(@Named(TaskExecutors.BLOCKING) ExecutorService readers) {
    this.readers = readers;
  }

  @Override
  public CloseableByteBody writePiece(
      ByteBodyFactory bodies,
      HttpRequest<?> request,
      HttpResponse<?> response,
      Argument<BlobBody> type,
      MediaType mediaType,
      BlobBody body) {
    return InputStreamByteBody.create(
        body.stream(), OptionalLong.of(body.blob().length()), readers, bodies);
  }

  @Override
  public void writeTo(
      Argument<BlobBody> type,
      MediaType mediaType,
      BlobBody body,
      MutableHeaders headers,
      OutputStream target) {
    throw new UnsupportedOperationException("a blob is sent in pieces");
  }
}
