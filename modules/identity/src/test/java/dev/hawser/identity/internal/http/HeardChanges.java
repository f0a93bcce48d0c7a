package dev.hawser.identity.internal.http;

import dev.hawser.identity.UserId;
import dev.hawser.identity.internal.account.MemberChanges;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Writes down what rooms with credentials hear. */
@Singleton
final class HeardChanges implements MemberChanges {
  private final List<String> heard = new CopyOnWriteArrayList<>();

  List<String> heard() {
    return heard;
  }

  @Override
  public void changing(UserId user, Change change) {
    heard.add("changing " + user + " " + change);
  }
}
