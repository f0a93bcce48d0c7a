package dev.hawser.identity.internal.sso;

import dev.hawser.identity.UserId;
import dev.hawser.identity.internal.account.MemberChanges;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/**
 * Remembers who left, so that they do not come back by signing in while the provider still has
 * them. Noted for every organization: it may get a provider later.
 */
@Singleton
final class Leavers implements MemberChanges {
  private final LinkRepository rows;
  private final InstantSource clock;

  Leavers(LinkRepository rows, InstantSource clock) {
    this.rows = rows;
    this.clock = clock;
  }

  @Override
  public void changing(UserId user, Change change) {
    switch (change) {
      case REMOVED -> rows.noteLeaver(user.value(), clock.instant());
      case ROLE, PASSWORD_RESET, PASSWORD_CHANGED -> {}
    }
  }
}
