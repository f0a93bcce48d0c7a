package dev.hawser.tasks.internal.engine;

import dev.hawser.core.egress.OutboundBody;
import dev.hawser.core.json.Json;
import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.storage.Blob;
import dev.hawser.storage.ByteRange;
import dev.hawser.tasks.internal.files.StoredFile;
import dev.hawser.tasks.internal.files.WorkflowFiles;
import dev.hawser.tasks.internal.interpreter.FileRef;
import dev.hawser.tasks.internal.interpreter.Host.StepFailedException;
import dev.hawser.tasks.internal.interpreter.ResolvedRequest;
import dev.hawser.tasks.internal.interpreter.ResolvedRequest.FilePart;
import dev.hawser.tasks.internal.interpreter.ResolvedRequest.Pair;
import dev.hawser.tasks.internal.interpreter.StepError;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes the body of a request; the bytes of files stay in the store until they are sent. */
final class RequestBodies {
  private final WorkflowFiles files;

  RequestBodies(WorkflowFiles files) {
    this.files = files;
  }

  /**
   * A body and its type.
   *
   * @param body null for none
   * @param contentType null when there is no body
   */
  record Made(@Nullable OutboundBody body, @Nullable String contentType) {
    private static Made of(String text, String contentType) {
      return new Made(OutboundBody.of(text.getBytes(StandardCharsets.UTF_8)), contentType);
    }
  }

  /** A stretch of a multipart body. */
  private sealed interface Piece {
    record Bytes(byte[] bytes) implements Piece {}

    record File(StoredFile file) implements Piece {}
  }

  /**
   * @throws StepFailedException when a file is not there
   */
  Made of(ResolvedRequest request, ProjectId project) throws StepFailedException {
    return switch (request.bodyKind()) {
      case NONE -> new Made(null, null);
      case JSON -> new Made(OutboundBody.of(Json.write(request.body())), "application/json");
      case TEXT ->
          Made.of(String.valueOf(request.body()), request.contentType() + "; charset=utf-8");
      case FORM -> Made.of(form(request.body()), "application/x-www-form-urlencoded");
      case BINARY -> {
        StoredFile file = require(project, (FileRef) request.body());
        yield new Made(body(project, List.of(new Piece.File(file))), file.type());
      }
      case MULTIPART -> multipart(project, (List<?>) request.body());
    };
  }

  /** The file that a reference means. */
  StoredFile require(ProjectId project, @Nullable FileRef ref) throws StepFailedException {
    if (ref == null) {
      throw new IllegalStateException("a body of files without a reference");
    }
    return files
        .find(project, ref)
        .orElseThrow(
            () ->
                new StepFailedException(
                    new StepError(
                        "file-not-found",
                        "There is no file " + ref.id() + " in this project (any more)",
                        Map.of("file", ref.id())),
                    null));
  }

  private Made multipart(ProjectId project, @Nullable List<?> fields) throws StepFailedException {
    String boundary = "hawser-" + UUID.randomUUID();
    List<Piece> pieces = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    for (Object field : fields == null ? List.of() : fields) {
      text.append("--").append(boundary).append("\r\n");
      switch (field) {
        case Pair pair ->
            text.append("Content-Disposition: form-data; name=\"")
                .append(quoted(pair.name()))
                .append("\"\r\n\r\n")
                .append(pair.value());
        case FilePart part -> {
          StoredFile file = require(project, part.file());
          text.append("Content-Disposition: form-data; name=\"")
              .append(quoted(part.name()))
              .append("\"; filename=\"")
              .append(quoted(file.name()))
              .append("\"\r\nContent-Type: ")
              .append(file.type())
              .append("\r\n\r\n");
          pieces.add(piece(text));
          pieces.add(new Piece.File(file));
        }
        default -> throw new IllegalStateException("not a field: " + field.getClass());
      }
      text.append("\r\n");
    }
    text.append("--").append(boundary).append("--\r\n");
    pieces.add(piece(text));
    return new Made(body(project, pieces), "multipart/form-data; boundary=" + boundary);
  }

  private static Piece piece(StringBuilder text) {
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    text.setLength(0);
    return new Piece.Bytes(bytes);
  }

  /** As browsers write names in form data (WHATWG HTML, multipart/form-data encoding). */
  private static String quoted(String name) {
    return name.replace("\"", "%22").replace("\r", "%0D").replace("\n", "%0A");
  }

  private OutboundBody body(ProjectId project, List<Piece> pieces) {
    long length = 0;
    for (Piece piece : pieces) {
      length +=
          switch (piece) {
            case Piece.Bytes part -> part.bytes().length;
            case Piece.File part -> part.file().size();
          };
    }
    long total = length;
    return new OutboundBody() {
      @Override
      public long length() {
        return total;
      }

      @Override
      public InputStream open() {
        return new Pieces(project, pieces.iterator());
      }
    };
  }

  /** One after the other; a file is opened when its turn comes. */
  private final class Pieces extends InputStream {
    private final ProjectId project;
    private final Iterator<Piece> rest;
    private InputStream current = InputStream.nullInputStream();

    Pieces(ProjectId project, Iterator<Piece> pieces) {
      this.project = project;
      this.rest = pieces;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      while (true) {
        int count = current.read(buffer, offset, length);
        if (count >= 0 || !rest.hasNext()) {
          return count;
        }
        current.close();
        current = open(rest.next());
      }
    }

    private InputStream open(Piece piece) {
      return switch (piece) {
        case Piece.Bytes part -> new ByteArrayInputStream(part.bytes());
        case Piece.File part -> {
          Blob blob = files.open(project, part.file().id(), ByteRange.ALL);
          yield new FilterInputStream(blob.stream()) {
            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
              return in.read(buffer, offset, length);
            }

            @Override
            public void close() {
              blob.close();
            }
          };
        }
      };
    }

    @Override
    public void close() throws IOException {
      current.close();
    }
  }

  private static String form(@Nullable Object fields) {
    List<String> parts = new ArrayList<>();
    if (fields instanceof List<?> list) {
      for (Object field : list) {
        if (field instanceof Pair pair) {
          parts.add(encode(pair.name()) + "=" + encode(pair.value()));
        }
      }
    }
    return String.join("&", parts);
  }

  static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
