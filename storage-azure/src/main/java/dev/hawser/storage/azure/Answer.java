package dev.hawser.storage.azure;

import com.azure.core.http.HttpHeaders;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.util.BinaryData;
import com.azure.core.util.FluxUtil;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** An answer of the JDK's client as the vendor's client wants to see it. */
final class Answer extends HttpResponse {
  private final int status;
  private final HttpHeaders headers;
  private final InputStream stream;
  private final byte @Nullable [] bytes;

  /** With a body that was read already. */
  Answer(HttpRequest request, java.net.http.HttpResponse<?> response, byte[] bytes) {
    super(request);
    this.status = response.statusCode();
    this.headers = Transport.headers(response);
    this.bytes = bytes;
    this.stream = new ByteArrayInputStream(bytes);
  }

  /** With a body that is still to be read. */
  Answer(HttpRequest request, java.net.http.HttpResponse<?> response, InputStream stream) {
    super(request);
    this.status = response.statusCode();
    this.headers = Transport.headers(response);
    this.bytes = null;
    this.stream = stream;
  }

  @Override
  public int getStatusCode() {
    return status;
  }

  @Override
  @Deprecated
  public @Nullable String getHeaderValue(String name) {
    return headers.getValue(com.azure.core.http.HttpHeaderName.fromString(name));
  }

  @Override
  public HttpHeaders getHeaders() {
    return headers;
  }

  @Override
  public Flux<ByteBuffer> getBody() {
    return bytes == null
        ? FluxUtil.toFluxByteBuffer(stream)
        : Flux.defer(() -> Flux.just(ByteBuffer.wrap(bytes)));
  }

  @Override
  public BinaryData getBodyAsBinaryData() {
    return bytes == null ? BinaryData.fromStream(stream) : BinaryData.fromBytes(bytes);
  }

  @Override
  public Mono<byte[]> getBodyAsByteArray() {
    return bytes == null ? FluxUtil.collectBytesInByteBufferStream(getBody()) : Mono.just(bytes);
  }

  @Override
  public Mono<String> getBodyAsString() {
    return getBodyAsString(StandardCharsets.UTF_8);
  }

  @Override
  public Mono<String> getBodyAsString(Charset charset) {
    return getBodyAsByteArray().map(all -> new String(all, charset));
  }

  @Override
  public Mono<InputStream> getBodyAsInputStream() {
    return Mono.just(stream);
  }

  @Override
  public InputStream getBodyAsInputStreamSync() {
    return stream;
  }

  @Override
  public void close() {
    try {
      stream.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
