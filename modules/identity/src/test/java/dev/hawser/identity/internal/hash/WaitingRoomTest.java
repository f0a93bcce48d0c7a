package dev.hawser.identity.internal.hash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.identity.internal.hash.Applicant.Standing;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WaitingRoomTest {
  private final ReentrantLock lock = new ReentrantLock();
  private final WaitingRoom room = new WaitingRoom(lock::newCondition);

  @BeforeEach
  void lock() {
    lock.lock();
  }

  @AfterEach
  void unlock() {
    lock.unlock();
  }

  private static Applicant stranger(String source) {
    return new Applicant(source, Standing.STRANGER);
  }

  /** Fills the room; so many places go to each source. */
  private List<WaitingRoom.Place> fill(Standing standing, int ofSource) {
    List<WaitingRoom.Place> places = new ArrayList<>();
    for (int i = 0; i < WaitingRoom.PLACES; i++) {
      Applicant applicant = new Applicant("source " + i / ofSource, standing);
      places.add(Objects.requireNonNull(room.enter(applicant)));
    }
    return places;
  }

  @Test
  void a_source_has_a_few_places_and_no_more() {
    for (int i = 0; i < WaitingRoom.PLACES_OF_SOURCE; i++) {
      assertThat(room.enter(stranger("one"))).isNotNull();
    }
    assertThat(room.enter(stranger("one"))).isNull();
    assertThat(room.enter(stranger("another"))).isNotNull();
  }

  @Test
  void of_a_full_room_a_source_that_has_many_places_gives_one_to_who_has_none() {
    List<WaitingRoom.Place> places = fill(Standing.STRANGER, WaitingRoom.PLACES_OF_SOURCE);
    assertThat(room.enter(stranger("another"))).isNotNull();
    assertThat(places).filteredOn(WaitingRoom.Place::isLost).hasSize(1);
    assertThat(room.size()).isEqualTo(WaitingRoom.PLACES);
  }

  @Test
  void of_a_room_full_of_strangers_who_is_known_gets_a_place_and_comes_first() {
    List<WaitingRoom.Place> places = fill(Standing.STRANGER, 1);
    assertThat(room.enter(stranger("another"))).isNull();
    WaitingRoom.Place known = room.enter(Applicant.known("ada"));
    assertThat(known).isNotNull().isSameAs(room.next());
    assertThat(places).filteredOn(WaitingRoom.Place::isLost).hasSize(1);
  }

  @Test
  void of_a_room_full_of_known_ones_strangers_get_no_place() {
    fill(Standing.KNOWN, WaitingRoom.PLACES_OF_SOURCE);
    assertThat(room.enter(stranger("another"))).isNull();
    assertThat(room.enter(Applicant.known("another"))).isNotNull();
  }

  @Test
  void who_left_has_left_its_place_to_others() {
    List<WaitingRoom.Place> places = fill(Standing.STRANGER, 1);
    room.leave(places.getFirst());
    room.leave(places.getFirst());
    assertThat(room.size()).isEqualTo(WaitingRoom.PLACES - 1);
    assertThat(room.enter(stranger("another"))).isNotNull();
  }

  @Test
  void a_source_that_comes_again_and_again_does_not_overtake_one_that_waits() {
    WaitingRoom.Place first = Objects.requireNonNull(room.enter(stranger("one")));
    WaitingRoom.Place second = Objects.requireNonNull(room.enter(stranger("one")));
    room.served(first);
    room.leave(first);
    WaitingRoom.Place other = Objects.requireNonNull(room.enter(stranger("another")));
    assertThat(room.next()).isSameAs(second);
    room.served(second);
    room.leave(second);
    WaitingRoom.Place again = Objects.requireNonNull(room.enter(stranger("one")));
    assertThat(room.next()).isSameAs(other);
    room.served(other);
    room.leave(other);
    assertThat(room.next()).isSameAs(again);
  }
}
