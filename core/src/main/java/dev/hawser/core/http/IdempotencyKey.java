package dev.hawser.core.http;

import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException;
import dev.hawser.core.error.Problem;
import io.micronaut.http.HttpRequest;
import java.util.List;
import java.util.Optional;

/**
 * The value of the header {@code Idempotency-Key}: what the client calls this one request, so that
 * a repetition after a lost answer is recognized. With or without the quotes of the IETF draft
 * (draft-ietf-httpapi-idempotency-key-header).
 *
 * @param value 1 to {@value #MAX_LENGTH} visible ASCII characters
 */
public record IdempotencyKey(String value) {
  public static final String HEADER = "Idempotency-Key";
  public static final int MAX_LENGTH = 255;
  private static final ErrorCode INVALID = new ErrorCode("core.idempotency-key-invalid");

  public IdempotencyKey {
    boolean visible = value.chars().allMatch(c -> c > ' ' && c < 127);
    if (value.isEmpty() || value.length() > MAX_LENGTH || !visible) {
      String message = HEADER + " must be 1 to " + MAX_LENGTH + " visible ASCII characters";
      throw new HawserException.Invalid(INVALID, message, List.of(Problem.at("", message)));
    }
  }

  /**
   * The key of a request; empty when it has none.
   *
   * @throws HawserException.Invalid when it is malformed or given more than once
   */
  public static Optional<IdempotencyKey> of(HttpRequest<?> request) {
    List<String> values = request.getHeaders().getAll(HEADER);
    if (values.isEmpty()) {
      return Optional.empty();
    }
    String text = values.size() == 1 ? values.getFirst().strip() : "";
    boolean quoted = text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"");
    return Optional.of(new IdempotencyKey(quoted ? text.substring(1, text.length() - 1) : text));
  }
}
