package dev.hawser.identity.internal.connected;

import dev.hawser.core.error.HawserException;
import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.identity.ConnectedUser;
import dev.hawser.identity.UserTokens;
import dev.hawser.identity.internal.project.ProjectStates;
import dev.hawser.identity.internal.signing.CheckedToken;
import dev.hawser.identity.internal.signing.TokenCheck;
import jakarta.inject.Singleton;
import java.util.Optional;

/** From a token to the user: first whether it holds, then whether anything may be done for them. */
@Singleton
public final class UserTokenVerifier implements UserTokens {
  private final TokenCheck tokens;
  private final KnownUsers users;
  private final LastActive lastActive;
  private final ProjectStates projects;

  UserTokenVerifier(
      TokenCheck tokens, KnownUsers users, LastActive lastActive, ProjectStates projects) {
    this.tokens = tokens;
    this.users = users;
    this.lastActive = lastActive;
    this.projects = projects;
  }

  @Override
  public ConnectedUser verify(ProjectId project, String token) {
    Optional<ConnectedUser> known = quick(project, token);
    if (known.isPresent()) {
      return known.get();
    }
    CheckedToken checked =
        tokens.quick(project, token).orElseGet(() -> tokens.thorough(project, token));
    return seen(users.get(checked.organization(), project, checked.subject()));
  }

  /**
   * The user if memory knows token and user; never blocks.
   *
   * @throws HawserException.AccessDenied when the user is disabled or being deleted, or the project
   *     is archived
   * @throws HawserException.NotFound when the project is being deleted
   */
  public Optional<ConnectedUser> quick(ProjectId project, String token) {
    projects
        .refusal(project)
        .ifPresent(
            refusal -> {
              throw refusal;
            });
    return tokens
        .quick(project, token)
        .flatMap(checked -> users.quick(project, checked.subject()))
        .map(this::seen);
  }

  private ConnectedUser seen(KnownUser known) {
    ConnectedUser user = known.requireActive();
    lastActive.note(user.id());
    return user;
  }
}
