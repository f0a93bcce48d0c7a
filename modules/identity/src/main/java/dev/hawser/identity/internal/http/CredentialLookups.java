package dev.hawser.identity.internal.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.hawser.core.config.SettingValues;
import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException;
import dev.hawser.core.http.ClientAddresses;
import dev.hawser.core.http.RejectedCredentials;
import dev.hawser.core.ratelimit.Decision;
import dev.hawser.core.ratelimit.RateLimit;
import dev.hawser.core.ratelimit.RateLimitSettings;
import dev.hawser.core.ratelimit.RateLimiter;
import dev.hawser.identity.internal.hash.Sha256;
import io.micronaut.core.async.publisher.Publishers;
import io.micronaut.http.HttpRequest;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.security.authentication.Authentication;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

/**
 * Looks up credentials that memory does not know, or not lately, which costs a query and a hash or
 * a signature. Only those that turn out to be wrong count for the limit of their address, each once
 * in two seconds; when it is reached, what never held here in the last ten minutes is refused
 * unseen, and everything else goes on.
 */
@Singleton
final class CredentialLookups {
  private static final ErrorCode LIMITED = new ErrorCode("identity.too-many-wrong-credentials");

  /** What the text itself says costs nothing, and happens to honest clients. */
  private static final Set<String> FREE =
      Set.of(
          "identity.key-expired",
          "identity.token-algorithm",
          "identity.token-claims",
          "identity.token-expired",
          "identity.token-issued-in-future",
          "identity.token-malformed",
          "identity.token-not-yet-valid",
          "identity.token-too-large");

  private static final int MOST = 10_000;

  private final RateLimiter limiter;
  private final ClientAddresses addresses;
  private final ExecutorService executor;
  private final RateLimit wrong;

  /** By their digests, as are those that have counted. */
  private final Cache<String, Boolean> familiar =
      Caffeine.newBuilder().maximumSize(MOST).expireAfterAccess(Duration.ofMinutes(10)).build();

  private final Cache<String, Boolean> counted =
      Caffeine.newBuilder().maximumSize(MOST).expireAfterWrite(Duration.ofSeconds(2)).build();

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
   * @param credential all that is looked up
   * @param lookUp gives null when it has noted why the credentials do not hold, or throws the
   *     reason
   */
  Publisher<Authentication> run(
      HttpRequest<?> request, String credential, Supplier<@Nullable Authentication> lookUp) {
    String digest = Sha256.hex(credential);
    String address = addresses.network(request);
    if (familiar.getIfPresent(digest) == null) {
      Optional<Duration> pause = limiter.usedUp(wrong, address).map(Decision::retryAfter);
      if (pause.isPresent()) {
        RejectedCredentials.note(request, tooMany(pause.get()));
        return Publishers.empty();
      }
    }
    return Publishers.fromCompletableFuture(
        () ->
            CompletableFuture.supplyAsync(
                () -> {
                  Authentication found = noting(request, lookUp);
                  if (found != null) {
                    familiar.put(digest, Boolean.TRUE);
                  } else if (isWrong(RejectedCredentials.of(request).orElse(null))) {
                    familiar.invalidate(digest);
                    count(digest, address);
                  }
                  return found;
                },
                executor));
  }

  private void count(String digest, String address) {
    if (counted.asMap().putIfAbsent(digest, Boolean.TRUE) == null) {
      var _ = limiter.ask(wrong, address);
    }
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

  /** Troubles of ours do not count, nor does what is free. */
  private static boolean isWrong(@Nullable HawserException reason) {
    return (reason instanceof HawserException.Unauthenticated
            || reason instanceof HawserException.NotFound)
        && !FREE.contains(reason.code().value());
  }

  private static HawserException.LimitExceeded tooMany(Duration pause) {
    return new HawserException.LimitExceeded(
        LIMITED, "Too many wrong credentials came from this address; try again later.", pause);
  }
}
