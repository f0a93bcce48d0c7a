package dev.hawser.identity.internal.http;

import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException;
import dev.hawser.core.http.CallerAuthentication;
import dev.hawser.core.tenancy.Credential;
import dev.hawser.identity.UserId;
import dev.hawser.identity.internal.token.TokenService.Owner;
import io.micronaut.http.HttpRequest;
import java.util.Optional;

/**
 * Who is there in person. What changes how a member gets in (password, second factor, new tokens)
 * is only for a member who has signed in: a token that leaked must not be able to make itself
 * another one.
 */
final class SignedIn {
  private static final ErrorCode NO_MEMBER = new ErrorCode("identity.member-needed");
  private static final ErrorCode NOT_SIGNED_IN = new ErrorCode("identity.sign-in-needed");

  private SignedIn() {}

  /**
   * The member who is calling, by whatever credentials.
   *
   * @throws HawserException.AccessDenied when it is not a member
   */
  static Owner member(HttpRequest<?> request) {
    return authentication(request)
        .flatMap(
            caller ->
                UserId.parse(caller.getName())
                    .map(user -> new Owner(caller.caller().organization(), user)))
        .orElseThrow(
            () ->
                new HawserException.AccessDenied(
                    NO_MEMBER, "This is for members, not for API keys."));
  }

  /**
   * The member who is calling and has signed in.
   *
   * @throws HawserException.AccessDenied when it is not a member, or one behind a token
   */
  static Owner require(HttpRequest<?> request) {
    Owner member = member(request);
    if (authentication(request).filter(a -> a.credential() == Credential.SESSION).isEmpty()) {
      throw new HawserException.AccessDenied(
          NOT_SIGNED_IN, "This needs a member who has signed in; a token cannot do it.");
    }
    return member;
  }

  private static Optional<CallerAuthentication> authentication(HttpRequest<?> request) {
    return request.getUserPrincipal(CallerAuthentication.class);
  }
}
