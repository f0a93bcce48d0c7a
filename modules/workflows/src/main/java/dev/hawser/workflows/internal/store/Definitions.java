package dev.hawser.workflows.internal.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException;
import dev.hawser.core.error.Problem;
import dev.hawser.core.json.Json;
import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.workflows.internal.canonical.FieldOrder;
import dev.hawser.workflows.internal.language.DefinitionCompiler;
import dev.hawser.workflows.internal.source.SourceFormat;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Definitions on their way in. */
@Singleton
public final class Definitions {
  private static final ErrorCode INVALID = new ErrorCode("workflows.definition-invalid");
  private static final ErrorCode TOO_LARGE = new ErrorCode("workflows.definition-too-large");

  private final DefinitionCompiler compiler;

  Definitions(DefinitionCompiler compiler) {
    this.compiler = compiler;
  }

  /** What is wrong with a document, without refusing it. */
  public DefinitionCompiler.Result validate(
      ProjectId project, byte @Nullable [] document, SourceFormat format) {
    byte[] bytes = document == null ? new byte[0] : document;
    if (bytes.length > DefinitionCompiler.LARGEST) {
      throw new HawserException.LimitExceeded(
          TOO_LARGE, "A definition has at most 1 MiB; this has " + bytes.length + " bytes.", null);
    }
    return compiler.compile(project, bytes, format);
  }

  /**
   * A definition without problems.
   *
   * @throws HawserException.Invalid with all problems
   * @throws HawserException.LimitExceeded when the document is larger than 1 MiB
   */
  public Document accept(ProjectId project, byte @Nullable [] document, SourceFormat format) {
    Document read = keep(project, document, format);
    require(read.problems());
    return read;
  }

  /**
   * A definition with whatever problems it has, as long as it is an object.
   *
   * @throws HawserException.Invalid when it is no object
   * @throws HawserException.LimitExceeded when the document is larger than 1 MiB
   */
  public Document keep(ProjectId project, byte @Nullable [] document, SourceFormat format) {
    return document(validate(project, document, format));
  }

  /**
   * Reads a stored definition again: the rules may have become stricter since it was saved. In a
   * transaction it is checked when that runs again, see {@link Checks}.
   */
  public Document stored(ProjectId project, String json) {
    Checks checks = Checks.current();
    var stored = new Checks.Stored(project, json);
    return checks == null ? check(stored) : checks.document(stored, this::unchecked);
  }

  /** Checks a stored definition, and may wait for it. */
  Document check(Checks.Stored stored) {
    byte[] json = stored.json().getBytes(UTF_8);
    return document(compiler.compile(stored.project(), json, SourceFormat.JSON));
  }

  /** Reads a stored definition without looking at what is wrong with it. */
  public Document unchecked(String json) {
    try {
      return document(Json.read(json.getBytes(UTF_8)));
    } catch (Json.MalformedException e) {
      throw new IllegalStateException("A stored definition is no JSON", e);
    }
  }

  private static Document document(@Nullable Object json) {
    if (!(json instanceof Map<?, ?> object)) {
      throw new IllegalStateException("A stored definition is no object");
    }
    String name = object.get("name") instanceof String text ? text : null;
    return document(new DefinitionCompiler.Result(json, name, null, List.of()));
  }

  private static Document document(DefinitionCompiler.Result result) {
    if (!(result.json() instanceof Map<?, ?> object)) {
      throw invalid(result.problems());
    }
    var ordered = FieldOrder.of(object);
    String json = new String(Json.write(ordered), UTF_8);
    if (json.length() > DefinitionCompiler.LARGEST
        && json.getBytes(UTF_8).length > DefinitionCompiler.LARGEST) {
      throw new HawserException.LimitExceeded(
          TOO_LARGE, "A definition has at most 1 MiB; as JSON this one has more.", null);
    }
    return new Document(json, ordered, result.name(), result.plan(), result.problems());
  }

  /**
   * @throws HawserException.Invalid with these problems, if there are any
   */
  static void require(List<Problem> problems) {
    if (!problems.isEmpty()) {
      throw invalid(problems);
    }
  }

  private static HawserException.Invalid invalid(List<Problem> problems) {
    int count = problems.size();
    String message =
        count == 1 ? "The definition has a problem." : "The definition has " + count + " problems.";
    return new HawserException.Invalid(INVALID, message, problems);
  }
}
