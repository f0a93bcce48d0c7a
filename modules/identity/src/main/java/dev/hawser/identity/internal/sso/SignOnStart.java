package dev.hawser.identity.internal.sso;

import dev.hawser.core.config.Secret;
import dev.hawser.core.config.SettingValues;
import dev.hawser.core.egress.EgressSettings;
import dev.hawser.core.error.HawserException;
import dev.hawser.core.tenancy.OrganizationId;
import dev.hawser.identity.EmailAddress;
import dev.hawser.identity.internal.sso.SignOnAttempts.Begun;
import dev.hawser.identity.internal.sso.SignOnAttempts.Target;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The way to the provider. */
@Singleton
public final class SignOnStart {
  private static final Logger LOG = LoggerFactory.getLogger(SignOnStart.class);

  /**
   * Who wants to sign in, and where to.
   *
   * @param email or {@code organization}: one of them is there
   * @param cookie what the browser has from another sign-in, or an empty text
   * @param returnTo a path of ours
   * @param redirectUri where the provider sends the browser back to
   */
  public record Wish(
      @Nullable EmailAddress email,
      @Nullable String organization,
      Secret cookie,
      String returnTo,
      String redirectUri) {}

  /**
   * @param browser for the cookie
   */
  public record Way(URI url, Secret browser) {
    @Override
    public String toString() {
      return "Way[" + url.getHost() + "]"; // the state stays out of logs
    }
  }

  private final SignOnRepository rows;
  private final Providers providers;
  private final SignOnAttempts attempts;
  private final boolean shared;

  SignOnStart(
      SignOnRepository rows, Providers providers, SignOnAttempts attempts, SettingValues settings) {
    this.rows = rows;
    this.providers = providers;
    this.attempts = attempts;
    this.shared = settings.get(EgressSettings.TENANCY) == EgressSettings.Tenancy.MULTI;
  }

  /**
   * Begins a sign-in.
   *
   * @throws HawserException.NotFound when no organization with single sign-on is meant
   * @throws HawserException.Unavailable when the provider does not answer
   */
  public Way begin(Wish wish) {
    SignOnRow row = find(wish).orElseThrow(SignOnErrors::notFound);
    Provider provider = provider(row);
    Begun begun =
        attempts.begin(
            SignOnAttempts.browser(wish.cookie().reveal()),
            new Target(row.organization(), row.revision(), wish.returnTo()));
    return new Way(url(provider, row, begun, wish), begun.browser());
  }

  /** What exactly is wrong with the provider is not for everybody. */
  private Provider provider(SignOnRow row) {
    try {
      return providers.get(row.issuer());
    } catch (HawserException.Unavailable e) {
      LOG.info("Single sign-on of {} cannot begin: {}", row.organization(), e.getMessage());
      throw SignOnErrors.down("it does not say what it is.");
    }
  }

  private Optional<SignOnRow> find(Wish wish) {
    EmailAddress email = wish.email();
    if (email == null) {
      return OrganizationId.parse(String.valueOf(wish.organization())).flatMap(id -> rows.find(id));
    }
    // Among strangers a domain proves nothing: whoever names it must not get everybody's people.
    Optional<SignOnRow> named = shared ? Optional.empty() : only(rows.ofDomain(email.domain()));
    return named
        .or(() -> rows.ofMember(email.value(), email.domain()))
        .or(() -> shared ? Optional.empty() : only(rows.some()).filter(SignOnStart::takesAny));
  }

  private static Optional<SignOnRow> only(List<SignOnRow> found) {
    return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
  }

  private static boolean takesAny(SignOnRow row) {
    return row.domains().isEmpty();
  }

  private static URI url(Provider provider, SignOnRow row, Begun begun, Wish wish) {
    Map<String, String> query = new LinkedHashMap<>();
    query.put("response_type", "code");
    query.put("client_id", row.clientId());
    query.put("redirect_uri", wish.redirectUri());
    query.put("scope", row.scopes());
    query.put("state", begun.state());
    query.put("nonce", begun.nonce());
    query.put("code_challenge", begun.challenge());
    query.put("code_challenge_method", "S256");
    if (wish.email() != null) {
      query.put("login_hint", wish.email().value());
    }
    String text =
        query.entrySet().stream()
            .map(
                item ->
                    item.getKey() + "=" + ProviderHttp.encoded(item.getValue()).replace("+", "%20"))
            .collect(Collectors.joining("&"));
    String endpoint = provider.authorization().toString();
    return URI.create(
        endpoint + (provider.authorization().getRawQuery() == null ? "?" : "&") + text);
  }
}
