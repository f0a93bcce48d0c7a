package dev.hawser.identity.internal.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.identity.UserId;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;

/** Which projects a member can see; remembered for two seconds. */
@Singleton
final class VisibleProjects {
  private record Question(UserId user, ProjectId project) {}

  private final VisibleProjectRepository rows;
  private final Cache<Question, Boolean> known =
      Caffeine.newBuilder().maximumSize(10_000).expireAfterWrite(Duration.ofSeconds(2)).build();

  VisibleProjects(VisibleProjectRepository rows) {
    this.rows = rows;
  }

  /** What is remembered. */
  Optional<Boolean> known(Member member, ProjectId project) {
    return Optional.ofNullable(known.getIfPresent(new Question(member.user(), project)));
  }

  boolean contain(Member member, ProjectId project) {
    Question question = new Question(member.user(), project);
    Boolean answer = known.getIfPresent(question);
    if (answer == null) {
      answer = rows.count(member.organization(), member.user().value(), project) > 0;
      known.put(question, answer);
    }
    return answer;
  }
}
