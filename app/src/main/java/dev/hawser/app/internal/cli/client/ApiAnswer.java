package dev.hawser.app.internal.cli.client;

import dev.hawser.app.internal.failure.OperatorError;
import dev.hawser.core.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a server answered to a request that it carried out.
 *
 * @param etag the header of that name, with its quotes
 */
public record ApiAnswer(byte[] body, Optional<String> etag) {
  /** As it came. */
  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  /** The body's JSON value; null when the body is empty. */
  public @Nullable Object json() {
    if (body.length == 0) {
      return null;
    }
    try {
      return Json.read(body);
    } catch (Json.MalformedException e) {
      throw new OperatorError(
          "The server's answer is not JSON: " + e.getMessage(),
          "Check that the address is that of a Hawser server.",
          e);
    }
  }

  Fields fields() {
    return Fields.of(json());
  }
}
