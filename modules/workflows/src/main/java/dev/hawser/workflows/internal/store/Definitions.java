package dev.hawser.workflows.internal.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException;
import dev.hawser.core.json.Json;
import dev.hawser.workflows.internal.language.DefinitionCompiler;
import dev.hawser.workflows.internal.source.SourceFormat;
import jakarta.inject.Singleton;
import java.util.Objects;
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

  /** A definition without problems, as one line of JSON text. */
  public record Accepted(String name, String json) {}

  /** What is wrong with a document, without refusing it. */
  public DefinitionCompiler.Result validate(byte @Nullable [] document, SourceFormat format) {
    byte[] bytes = document == null ? new byte[0] : document;
    if (bytes.length > DefinitionCompiler.LARGEST) {
      throw new HawserException.LimitExceeded(
          TOO_LARGE, "A definition has at most 1 MiB; this has " + bytes.length + " bytes.", null);
    }
    return compiler.compile(bytes, format);
  }

  /**
   * @throws HawserException.Invalid with all problems
   * @throws HawserException.LimitExceeded when the document is larger than 1 MiB
   */
  public Accepted accept(byte @Nullable [] document, SourceFormat format) {
    DefinitionCompiler.Result result = validate(document, format);
    require(result);
    String name = Objects.requireNonNull(result.name());
    return new Accepted(name, new String(Json.write(result.json()), UTF_8));
  }

  /** Checks a stored draft again: the rules may have become stricter since it was saved. */
  void require(String json) {
    require(compiler.compile(json.getBytes(UTF_8), SourceFormat.JSON));
  }

  private static void require(DefinitionCompiler.Result result) {
    if (!result.problems().isEmpty()) {
      int count = result.problems().size();
      String message =
          count == 1
              ? "The definition has a problem."
              : "The definition has " + count + " problems.";
      throw new HawserException.Invalid(INVALID, message, result.problems());
    }
  }
}
