package dev.hawser.identity.internal.http;

import dev.hawser.core.config.SettingValues;
import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException;
import dev.hawser.core.http.ClientAddresses;
import dev.hawser.core.http.RejectedCredentials;
import dev.hawser.core.ratelimit.Decision;
import dev.hawser.core.ratelimit.RateLimit;
import dev.hawser.core.ratelimit.RateLimitSettings;
import dev.hawser.core.ratelimit.RateLimiter;
import io.micronaut.core.async.publisher.Publishers;
import io.micronaut.http.HttpRequest;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.security.authentication.Authentication;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

/**
 * Looks up credentials that memory does not know, which costs a query and a hash or a signature.
 * Only those that turn out to be wrong count for the limit of their address; once it is reached,
 * what memory does not know is refused unseen, and what it knows goes on.
 */
@Singleton
final class CredentialLookups {
  private static final ErrorCode LIMITED = new ErrorCode("identity.too-many-wrong-credentials");
  private final RateLimiter limiter;
  private final ClientAddresses addresses;
  private final ExecutorService executor;
  private final RateLimit wrong;

  CredentialLookups(
      RateLimiter limiter,
      ClientAddresses addresses,
      SettingValues settings,
      @Named(TaskExecutors.BLOCKING) ExecutorService executor) {
    this.limiter = limiter;
    this.addresses = addresses;
    this.executor = executor;
    this.wrong =
        RateLimit.perMinute("wrong-credentials", settings, RateLimitSettings.WRONG_CREDENTIALS);
  }

  /**
   * Runs a look-up on a thread that may block.
   *
   * @param lookUp gives null when it has noted why the credentials do not hold, or throws the
   *     reason
   */
  Publisher<Authentication> run(HttpRequest<?> request, Supplier<@Nullable Authentication> lookUp) {
    String address = addresses.network(request);
    Optional<Duration> pause = limiter.usedUp(wrong, address).map(Decision::retryAfter);
    if (pause.isPresent()) {
      RejectedCredentials.note(request, tooMany(pause.get()));
      return Publishers.empty();
    }
    return Publishers.fromCompletableFuture(
        () ->
            CompletableFuture.supplyAsync(
                () -> {
                  Authentication found = noting(request, lookUp);
                  if (found == null && isWrong(RejectedCredentials.of(request).orElse(null))) {
                    var _ = limiter.ask(wrong, address);
                  }
                  return found;
                },
                executor));
  }

  private static @Nullable Authentication noting(
      HttpRequest<?> request, Supplier<@Nullable Authentication> lookUp) {
    try {
      return lookUp.get();
    } catch (HawserException e) {
      RejectedCredentials.note(request, e);
      return null;
    }
  }

  /** What a client could know without us does not count, nor do troubles of ours. */
  private static boolean isWrong(@Nullable HawserException reason) {
    return reason instanceof HawserException.Unauthenticated
        || reason instanceof HawserException.NotFound;
  }

  private static HawserException.LimitExceeded tooMany(Duration pause) {
    return new HawserException.LimitExceeded(
        LIMITED, "Too many wrong credentials came from this address; try again later.", pause);
  }
}
