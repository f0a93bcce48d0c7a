package dev.hawser.identity.internal.http;

import dev.hawser.core.page.Page;
import dev.hawser.identity.internal.token.TokenService.CreatedToken;
import dev.hawser.identity.internal.token.TokenService.TokenView;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Personal access tokens in answers and requests. */
final class TokenJson {
  /**
   * @param name what the token is for
   * @param scopes what it is good for, for example {@code workflows:view}: permissions that you
   *     have yourself. All that your role has, also when it changes, when absent
   * @param expiresAt from when on it does not hold any more; in 90 days when absent
   */
  @Serdeable
  @Schema(name = "NewPersonalToken")
  record NewPersonalToken(
      String name, @Nullable List<String> scopes, @Nullable Instant expiresAt) {}

  /**
   * @param prefix the start of the token's text, by which people recognize it
   * @param scopes what it is good for, as far as the member's role has it; absent for all that the
   *     role has
   * @param lastUsedAt to the minute
   */
  @Serdeable
  @Schema(name = "PersonalToken")
  record PersonalToken(
      String id,
      String name,
      String prefix,
      @Nullable List<String> scopes,
      Instant createdAt,
      Instant expiresAt,
      @Nullable Instant lastUsedAt) {}

  /**
   * @param token the whole text, shown this once
   */
  @Serdeable
  @Schema(name = "CreatedPersonalToken")
  record CreatedPersonalToken(
      String id,
      String name,
      String token,
      String prefix,
      @Nullable List<String> scopes,
      Instant createdAt,
      Instant expiresAt) {}

  private TokenJson() {}

  static Page<PersonalToken> page(Page<TokenView> page) {
    return new Page<>(page.items().stream().map(TokenJson::of).toList(), page.nextCursor());
  }

  static CreatedPersonalToken of(CreatedToken created) {
    TokenView token = created.token();
    return new CreatedPersonalToken(
        token.id().toString(),
        token.name(),
        created.text(),
        token.prefix(),
        scopes(token),
        token.createdAt(),
        token.expiresAt());
  }

  private static PersonalToken of(TokenView token) {
    return new PersonalToken(
        token.id().toString(),
        token.name(),
        token.prefix(),
        scopes(token),
        token.createdAt(),
        token.expiresAt(),
        token.lastUsedAt());
  }

  private static @Nullable List<String> scopes(TokenView token) {
    return token.scopes() == null ? null : ScopeField.ids(token.scopes());
  }
}
