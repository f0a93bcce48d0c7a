package dev.hawser.identity.internal.account;

import dev.hawser.identity.UserId;
import dev.hawser.identity.internal.account.MemberChanges.Change;
import jakarta.inject.Singleton;
import java.util.List;

/** Tells of changes of members to all who want to know. */
@Singleton
public final class Announcer {
  private final List<MemberChanges> hearers;

  Announcer(List<MemberChanges> hearers) {
    this.hearers = hearers;
  }

  /** In the transaction of the change. */
  public void changing(UserId user, Change change) {
    hearers.forEach(hearer -> hearer.changing(user, change));
  }
}
