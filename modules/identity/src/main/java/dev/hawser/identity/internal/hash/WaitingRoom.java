package dev.hawser.identity.internal.hash;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where applicants wait for a turn, few enough to look at each. Those who are known come first;
 * among the others each source has a turn before any has its second, which is start-time fair
 * queueing with turns as the cost. When all places are taken, somebody who is known takes the place
 * of a stranger, and a source that has few takes one of a source that has many: one network cannot
 * fill the room. Not safe for several threads: the caller locks.
 */
final class WaitingRoom {
  static final int PLACES = 32;
  static final int PLACES_OF_SOURCE = 8;

  private static final Comparator<Place> ORDER =
      Comparator.comparing((Place place) -> !place.applicant.isKnown())
          .thenComparingLong(place -> place.round)
          .thenComparingLong(place -> place.number);

  /** Of an applicant who waits. */
  static final class Place {
    private final Applicant applicant;
    private final long round;
    private final long number;
    private final Condition called;
    private boolean isLost;

    private Place(Applicant applicant, long round, long number, Condition called) {
      this.applicant = applicant;
      this.round = round;
      this.number = number;
      this.called = called;
    }

    /** Whether somebody else has it now. */
    boolean isLost() {
      return isLost;
    }

    /** Signalled when it may be next, or lost. */
    Condition called() {
      return called;
    }
  }

  private final Supplier<Condition> conditions;
  private final List<Place> places = new ArrayList<>(PLACES);
  private final Map<Applicant, Integer> sources = new HashMap<>();
  private final Map<Applicant.Standing, Long> rounds = new EnumMap<>(Applicant.Standing.class);
  private long entered;

  WaitingRoom(Supplier<Condition> conditions) {
    this.conditions = conditions;
  }

  /** A place, or null when there is none for this applicant. */
  @Nullable Place enter(Applicant applicant) {
    if (!hasPlaceFor(applicant)) {
      return null;
    }
    if (places.size() >= PLACES) {
      Place victim = worst();
      leave(victim);
      victim.isLost = true;
      victim.called.signal();
    }
    long last = rounds.getOrDefault(applicant.standing(), 0L);
    for (Place place : places) {
      if (place.applicant.equals(applicant)) {
        last = Math.max(last, place.round);
      }
    }
    Place place = new Place(applicant, last + 1, entered++, conditions.get());
    places.add(place);
    sources.merge(applicant, 1, Integer::sum);
    return place;
  }

  /** It got its turn. */
  void served(Place place) {
    rounds.merge(place.applicant.standing(), place.round, Math::max);
  }

  /** Gives its place up, if it still has one. */
  void leave(Place place) {
    if (places.remove(place)) {
      sources.computeIfPresent(
          place.applicant, (applicant, count) -> count == 1 ? null : count - 1);
    }
  }

  /** Whose turn is next. */
  @Nullable Place next() {
    return places.stream().min(ORDER).orElse(null);
  }

  int size() {
    return places.size();
  }

  /** Whether {@link #enter} would give this one a place. */
  boolean hasPlaceFor(Applicant applicant) {
    int own = sources.getOrDefault(applicant, 0);
    if (own >= PLACES_OF_SOURCE || places.size() < PLACES) {
      return own < PLACES_OF_SOURCE;
    }
    Place victim = worst();
    return applicant.standing() == victim.applicant.standing()
        ? shareOfSource(victim) >= own + 2
        : applicant.isKnown();
  }

  private Place worst() {
    return places.stream()
        .max(
            Comparator.comparing((Place place) -> !place.applicant.isKnown())
                .thenComparingInt(this::shareOfSource)
                .thenComparing(ORDER))
        .orElseThrow();
  }

  private int shareOfSource(Place place) {
    return sources.getOrDefault(place.applicant, 0);
  }
}
