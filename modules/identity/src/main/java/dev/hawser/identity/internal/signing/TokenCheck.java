package dev.hawser.identity.internal.signing;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.hawser.core.error.HawserException;
import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.identity.internal.signing.CheckedToken.SignedBy;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether a token holds for a project. What was checked once is remembered by a digest of the
 * token, so that the signature is computed once for each token; that its key is still active, and
 * that it has not expired, is looked at every time.
 */
@Singleton
public final class TokenCheck {
  private static final int MOST = 50_000;

  private final ProjectKeys projectKeys;
  private final KeySets keySets;
  private final InstantSource clock;
  private final Cache<TokenDigest, CheckedToken> checked =
      Caffeine.newBuilder().maximumSize(MOST).expireAfterAccess(Duration.ofMinutes(10)).build();

  TokenCheck(ProjectKeys projectKeys, KeySets keySets, InstantSource clock) {
    this.projectKeys = projectKeys;
    this.keySets = keySets;
    this.clock = clock;
  }

  /** The token if memory knows that it holds; never blocks. */
  public Optional<CheckedToken> quick(ProjectId project, String token) {
    if (token.length() > TokenText.MAX_LENGTH) {
      return Optional.empty();
    }
    TokenDigest digest = TokenDigest.of(project, token);
    CheckedToken known = checked.getIfPresent(digest);
    if (known == null) {
      return Optional.empty();
    }
    Optional<ProjectKeySet> keys = projectKeys.quick(project);
    if (keys.isEmpty()) {
      return Optional.empty();
    }
    if (clock.instant().isBefore(known.until()) && isActive(known.signedBy(), keys.get())) {
      return Optional.of(known);
    }
    checked.invalidate(digest);
    return Optional.empty();
  }

  /**
   * Checks the token; may block on the database and on the issuer.
   *
   * @throws HawserException.Unauthenticated when it does not hold
   * @throws HawserException.NotFound when there is no such project
   * @throws HawserException.Unavailable when the issuer's keys cannot be had
   */
  public CheckedToken thorough(ProjectId project, String token) {
    TokenText text = TokenText.parse(token);
    text.claims().checkTimes(clock.instant());
    ProjectKeySet keys = projectKeys.get(project);
    if (keys.keys().isEmpty()) {
      throw Refusals.noKeys();
    }
    SignedBy signedBy = signer(text, keys);
    CheckedToken good =
        new CheckedToken(
            Objects.requireNonNull(keys.organization()),
            text.claims().subject(),
            text.claims().expiresAt().plus(Claims.TOLERANCE),
            signedBy);
    checked.put(TokenDigest.of(project, token), good);
    return good;
  }

  private boolean isActive(SignedBy signedBy, ProjectKeySet keys) {
    if (keys.find(signedBy.signingKey()) == null) {
      return false;
    }
    URI url = signedBy.keySetUrl();
    return url == null
        || keySets.quick(url).filter(set -> set.all().contains(signedBy.key())).isPresent();
  }

  /** Keys of our own first: they need no issuer. */
  private SignedBy signer(TokenText text, ProjectKeySet keys) {
    Search search = new Search(text);
    List<SigningKey> own = keys.keys().stream().filter(key -> key.key() != null).toList();
    List<SigningKey> named = own.stream().filter(key -> key.text().equals(text.keyId())).toList();
    search.named = text.keyId() == null || !named.isEmpty();
    for (SigningKey key : named.isEmpty() ? own : named) {
      search.look(key, List.of(Objects.requireNonNull(key.key())));
    }
    HawserException.Unavailable unavailable = null;
    for (SigningKey key : keys.keys()) {
      URI url = key.keySetUrl();
      if (url != null && search.found == null && named.isEmpty()) {
        try {
          KeySet set = keySets.get(url, text.keyId());
          search.named |= set.names(text.keyId());
          search.look(key, set.candidates(text.keyId()));
        } catch (HawserException.Unavailable e) {
          unavailable = e;
        }
      }
    }
    if (search.found == null && search.refusal == null && unavailable != null) {
      throw unavailable;
    }
    return search.result();
  }

  /**
   * Goes on after a key whose signature is right but whose audience is another: it may be shared.
   */
  private static final class Search {
    private final TokenText text;

    /** Whether some key has the name that the token gives, or it gives none. */
    private boolean named;

    private @Nullable SignedBy found;
    private HawserException.@Nullable Unauthenticated refusal;

    Search(TokenText text) {
      this.text = text;
    }

    void look(SigningKey key, List<VerificationKey> candidates) {
      for (VerificationKey candidate : candidates) {
        if (found != null) {
          return;
        }
        if (candidate.hasSigned(text.token())) {
          HawserException.Unauthenticated wrong = key.refusal(text.claims());
          if (wrong == null) {
            found = new SignedBy(key.id(), candidate, key.keySetUrl());
          } else {
            refusal = wrong;
          }
        }
      }
    }

    SignedBy result() {
      if (found != null) {
        return found;
      }
      if (refusal != null) {
        throw refusal;
      }
      throw named ? Refusals.signature() : Refusals.keyUnknown();
    }
  }
}
