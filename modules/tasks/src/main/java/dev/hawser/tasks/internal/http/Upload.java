package dev.hawser.tasks.internal.http;

import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException;
import dev.hawser.core.error.Problem;
import dev.hawser.tasks.internal.files.ContentDisposition;
import dev.hawser.tasks.internal.files.FileNames;
import dev.hawser.tasks.internal.files.MediaTypes;
import dev.hawser.tasks.internal.files.NewFile;
import dev.hawser.tasks.internal.files.StoredFile;
import dev.hawser.tasks.internal.files.WorkflowFiles;
import dev.hawser.tasks.internal.http.BodyReceiver.Receiver;
import dev.hawser.tasks.internal.http.MultipartReader.MalformedException;
import dev.hawser.tasks.internal.http.MultipartReader.Part;
import io.micronaut.http.HttpRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One body on its way into the store. Used once, by one thread. */
final class Upload {
  private static final ErrorCode PART = new ErrorCode("tasks.part-invalid");
  private static final int MOST_PARTS = 1_000;
  private static final int LONGEST_NAME = 200;
  private static final Pattern BOUNDARY =
      Pattern.compile(
          ";\\s*boundary=(?:\"([0-9A-Za-z'()+_,./:=? -]{0,69}[0-9A-Za-z'()+_,./:=?-])\""
              + "|([0-9A-Za-z'()+_,./:=?-]{1,70}))\\s*(?:;|$)",
          Pattern.CASE_INSENSITIVE);

  private final WorkflowFiles files;
  private final Receiver receiver;
  private final @Nullable MessageDigest digest;
  private final List<StoredFile> stored = new ArrayList<>();
  private final Map<String, List<@Nullable Object>> fields = new LinkedHashMap<>();
  private final int maxText;
  private int textLeft;
  private long bytesLeft;

  /**
   * @param maxText how many bytes all fields that are not files may have
   * @param digest takes in the content; null when nobody asks
   */
  Upload(WorkflowFiles files, Receiver receiver, int maxText, @Nullable MessageDigest digest) {
    this.files = files;
    this.receiver = receiver;
    this.digest = digest;
    this.maxText = maxText;
    this.textLeft = maxText;
    this.bytesLeft = files.maxSize();
  }

  /** Takes back what was stored. */
  void discard() {
    files.discard(receiver.project(), stored);
  }

  /** The whole body is one file; an empty one is no file. */
  Received whole(InputStream in, String type, HttpRequest<?> request) throws IOException {
    PushbackInputStream bytes = new PushbackInputStream(in, 1);
    int first = bytes.read();
    if (first < 0) {
      return received(null);
    }
    bytes.unread(first);
    String header = request.getHeaders().get("Content-Disposition");
    String name =
        header == null
            ? null
            : ContentDisposition.parse(header).map(d -> d.parameter("filename")).orElse(null);
    if (name != null) {
      checkFileName("the header Content-Disposition", name);
    }
    StoredFile file =
        store(name == null ? FileNames.DEFAULT : name, checkedType("the body", type), bytes);
    return received(file.toJson());
  }

  /** Each part is a field: a file when it has a file name, else a text or JSON. */
  Received multipart(InputStream in, String type) throws IOException {
    Matcher boundary = BOUNDARY.matcher(type);
    if (!boundary.find()) {
      throw new MalformedException("the header Content-Type names no boundary that can be used");
    }
    String text = boundary.group(1) == null ? boundary.group(2) : boundary.group(1);
    MultipartReader reader = new MultipartReader(in, text);
    int parts = 0;
    for (Optional<Part> part = reader.next(); part.isPresent(); part = reader.next()) {
      if (++parts > MOST_PARTS) {
        throw new MalformedException("there are more than " + MOST_PARTS + " parts");
      }
      part(part.get());
    }
    Map<String, @Nullable Object> value = new LinkedHashMap<>();
    fields.forEach(
        (name, values) ->
            value.put(name, values.size() == 1 ? values.getFirst() : new ArrayList<>(values)));
    return received(value);
  }

  private Received received(@Nullable Object value) {
    return new Received(value, stored, digest == null ? null : digest.digest());
  }

  private void part(Part part) throws IOException {
    ContentDisposition disposition =
        Optional.ofNullable(part.headers().get("content-disposition"))
            .flatMap(ContentDisposition::parse)
            .filter(found -> found.kind().equals("form-data"))
            .orElseThrow(
                () -> new MalformedException("a part has no Content-Disposition: form-data"));
    String name = fieldName(disposition.parameter("name"));
    String fileName = unquoted(disposition.parameter("filename"));
    String type = part.headers().get("content-type");
    note(name);
    Object value;
    if (fileName == null) {
      value = value(name, type, part.body());
    } else if (fileName.isEmpty()) {
      if (part.body().read() >= 0) { // browsers send a file input that was left empty like this
        throw invalid("the field " + name, "is a file without a name");
      }
      value = null;
    } else {
      checkFileName("the field " + name, fileName);
      String checked = type == null ? MediaTypes.BYTES : checkedType("the field " + name, type);
      value = store(fileName, checked, part.body()).toJson();
    }
    fields.computeIfAbsent(name, n -> new ArrayList<>()).add(value);
  }

  /** Browsers write a quote in a name as {@code %22}, and escape nothing else that is harmless. */
  private static @Nullable String unquoted(@Nullable String text) {
    return text == null ? null : text.replace("%22", "\"");
  }

  private static String fieldName(@Nullable String text) {
    String name = Objects.requireNonNullElse(unquoted(text), "");
    boolean printable = name.codePoints().noneMatch(Character::isISOControl);
    if (name.isBlank() || name.length() > LONGEST_NAME || !printable) {
      throw new MalformedException(
          "a part's name must have 1 to " + LONGEST_NAME + " characters, none of them a control");
    }
    return name;
  }

  private @Nullable Object value(String name, @Nullable String type, InputStream body)
      throws IOException {
    byte[] bytes = body.readNBytes(textLeft + 1);
    if (bytes.length > textLeft) {
      throw new HawserException.LimitExceeded(
          BodyReceiver.TOO_LARGE,
          "The fields that are not files have more than " + maxText + " bytes, which is the limit",
          null);
    }
    textLeft -= bytes.length;
    if (digest != null) {
      note(Integer.toString(bytes.length));
      digest.update(bytes);
    }
    return type != null && MediaTypes.isJson(type)
        ? TriggerInput.json(bytes)
        : TriggerInput.text(bytes, "The field " + name);
  }

  private StoredFile store(String name, String type, InputStream bytes) {
    note(name);
    note(type);
    StoredFile file =
        files.store(
            new NewFile(
                receiver.project(),
                receiver.execution(),
                name,
                type,
                digest == null ? bytes : new DigestInputStream(bytes, digest),
                bytesLeft));
    stored.add(file);
    bytesLeft -= file.size();
    note(Long.toString(file.size()));
    return file;
  }

  /** Lengths keep apart what stands side by side. */
  private void note(String text) {
    if (digest != null) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
      digest.update(bytes);
    }
  }

  private static void checkFileName(String place, String name) {
    FileNames.problem(name)
        .ifPresent(
            problem -> {
              throw invalid(place, "has a file name that " + problem);
            });
  }

  private static String checkedType(String place, String type) {
    String text = type.strip();
    if (!MediaTypes.isValid(text)) {
      throw invalid(place, "has a content type that is not one");
    }
    return text;
  }

  private static HawserException invalid(String place, String what) {
    String message = Character.toUpperCase(place.charAt(0)) + place.substring(1) + " " + what;
    return new HawserException.Invalid(PART, message, List.of(Problem.at("", message)));
  }
}
