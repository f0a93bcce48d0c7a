package dev.hawser.tasks.internal.engine;

import dev.hawser.core.egress.OutboundAnswer;
import dev.hawser.core.egress.OutboundException;
import dev.hawser.core.json.Json;
import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.tasks.ExecutionId;
import dev.hawser.tasks.internal.files.ContentDisposition;
import dev.hawser.tasks.internal.files.FileNames;
import dev.hawser.tasks.internal.files.MediaTypes;
import dev.hawser.tasks.internal.files.NewFile;
import dev.hawser.tasks.internal.files.WorkflowFiles;
import dev.hawser.workflows.StepPlan.ResponseForm;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Takes the body of an answer in: as a value when it is small JSON or text, else as a file. */
final class ResponseBodies {
  private final WorkflowFiles files;
  private final int largestValue;

  /**
   * @param largestValue in bytes; what is larger is not read into memory
   */
  ResponseBodies(WorkflowFiles files, long largestValue) {
    this.files = files;
    this.largestValue = Math.toIntExact(Math.min(largestValue, Integer.MAX_VALUE - 16));
  }

  /** For whom an answer is read. */
  record Reader(ProjectId project, ExecutionId execution, URI url, ResponseForm form) {}

  /**
   * An answer as the step's output.
   *
   * @param problem why the body is not what the step asked for; null when it is
   */
  record Read(Map<String, @Nullable Object> output, @Nullable String problem) {}

  Read read(OutboundAnswer answer, Reader reader) throws IOException {
    Map<String, @Nullable Object> output = new LinkedHashMap<>();
    output.put("status", (long) answer.status());
    output.put("headers", new LinkedHashMap<>(answer.headers()));
    String type = answer.headers().getOrDefault("content-type", "");
    boolean known = !type.isBlank();
    ResponseForm form = reader.form();
    if (form == ResponseForm.FILE && answer.status() >= 400) {
      form = ResponseForm.AUTO; // an error is better read than kept
    }
    boolean auto = form == ResponseForm.AUTO;
    boolean bytes = auto && known && !MediaTypes.isJson(type) && !MediaTypes.isText(type);
    if (form == ResponseForm.FILE) {
      output.put("body", file(answer, answer.body(), reader));
      return new Read(output, null);
    }
    if (bytes) {
      byte[] first = answer.body().readNBytes(1);
      boolean empty = first.length == 0;
      output.put("body", empty ? null : file(answer, joined(first, answer.body()), reader));
      return new Read(output, null);
    }
    byte[] start = answer.body().readNBytes(largestValue + 1);
    if (start.length > largestValue) {
      if (!auto) {
        throw new IOException(
            new OutboundException(
                OutboundException.Kind.TOO_LARGE,
                "The answer is larger than the limit of " + largestValue + " bytes"));
      }
      output.put("body", file(answer, joined(start, answer.body()), reader));
      return new Read(output, null);
    }
    return value(answer, start, reader, form, output);
  }

  private Read value(
      OutboundAnswer answer,
      byte[] body,
      Reader reader,
      ResponseForm form,
      Map<String, @Nullable Object> output) {
    boolean auto = form == ResponseForm.AUTO;
    String type = answer.headers().getOrDefault("content-type", "");
    String problem = null;
    if (body.length == 0) {
      output.put("body", null);
    } else if (form == ResponseForm.JSON || (auto && MediaTypes.isJson(type))) {
      try {
        output.put("body", Json.read(body));
      } catch (Json.MalformedException e) {
        output.put("body", textOrBase64(body));
        if (form == ResponseForm.JSON) {
          problem = "The answer is not JSON: " + e.getMessage();
        }
      }
    } else {
      String text = text(body);
      if (text == null && auto) {
        output.put("body", file(answer, new ByteArrayInputStream(body), reader));
      } else {
        output.put("body", text == null ? textOrBase64(body) : text);
      }
    }
    return new Read(output, problem);
  }

  private @Nullable Object file(OutboundAnswer answer, InputStream bytes, Reader reader) {
    if (answer.status() == 204 || answer.status() == 304) {
      return null; // there cannot be a body
    }
    String type = MediaTypes.safe(answer.headers().get("content-type"));
    return files
        .store(
            new NewFile(
                reader.project(),
                reader.execution(),
                name(answer, reader.url()),
                type,
                bytes,
                files.maxSize()))
        .toJson();
  }

  private static String name(OutboundAnswer answer, URI url) {
    String header = answer.headers().get("content-disposition");
    String name =
        header == null
            ? null
            : ContentDisposition.parse(header).map(d -> d.parameter("filename")).orElse(null);
    if (name == null || name.isBlank()) {
      String path = Objects.requireNonNullElse(url.getRawPath(), "");
      name = ContentDisposition.percentDecoded(path.substring(path.lastIndexOf('/') + 1));
    }
    return FileNames.safe(name);
  }

  private static InputStream joined(byte[] start, InputStream rest) {
    return new SequenceInputStream(new ByteArrayInputStream(start), rest);
  }

  /** The text, or base64 in an object when the bytes are not text. */
  private static Object textOrBase64(byte[] bytes) {
    String text = text(bytes);
    return text == null ? Map.of("$base64", Base64.getEncoder().encodeToString(bytes)) : text;
  }

  private static @Nullable String text(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }
}
