package dev.hawser.core.http;

import dev.hawser.core.error.HawserException;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;

/**
 * An error as an answer, where a lot is refused: a thrown one costs a search for its handler among
 * all beans, which is more than all else that a refusal needs.
 */
public final class Refusal {
  private Refusal() {}

  /** What would be answered if it were thrown, and logged as that would be. */
  public static HttpResponse<?> of(HttpRequest<?> request, HawserException error) {
    return Problems.answer(request, error);
  }
}
