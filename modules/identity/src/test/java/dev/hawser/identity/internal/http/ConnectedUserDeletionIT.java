package dev.hawser.identity.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hawser.identity.ConnectedUserId;
import dev.hawser.identity.internal.http.IdentityServer.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A user who is deleted leaves nothing behind. */
class ConnectedUserDeletionIT {
  private static final String MARKER = "zebra-quartz-7731";
  private static final Duration LONG = Duration.ofSeconds(30);
  private IdentityServer server;
  private ConnectProject project;

  @BeforeEach
  void start() {
    server = IdentityServer.start();
    project = ConnectProject.setUp(server);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void nothing_of_a_deleted_user_is_in_any_table_blob_or_cache() throws Exception {
    String token = project.token(MARKER + "-id");
    project.me(token).expect(200);
    project
        .patchMe(
            token,
            "{\"meta\":{\"Name\":\"%1$s\",\"Email\":\"%1$s@x.example\",\"note\":[\"%1$s\"]}}"
                .formatted(MARKER))
        .expect(200);
    String id = project.idOf(MARKER + "-id");
    ConnectedUserId user = ConnectedUserId.parse(id).orElseThrow();
    PlantedData data = server.bean(PlantedData.class);
    data.plantBlobs(user, MARKER, 5);
    data.plantEntries(user, MARKER, 5);
    project.me(project.token("bystander")).expect(200);
    ConnectedUserId bystander = ConnectedUserId.parse(project.idOf("bystander")).orElseThrow();
    data.plantBlobs(bystander, "other", 3);
    data.plantEntries(bystander, "other", 3);
    assertThat(server.everythingStored()).contains(MARKER);
    assertThat(data.everythingInRedis()).contains(MARKER);
    assertThat(data.blobs().toString()).contains(MARKER);

    Answer begun = delete(id).expect(202);
    assertThat(begun.text("state")).isEqualTo("waiting");
    assertThat(begun.http().headers().firstValue("Location")).hasValue(path(begun));
    server.bean(TestClock.class).forward(Duration.ofSeconds(6));
    Answer done = awaitDone(begun);

    assertThat(server.everythingStored()).doesNotContain(MARKER);
    assertThat(data.everythingInRedis()).doesNotContain(MARKER).contains("other");
    assertThat(data.blobs()).hasSize(3);
    assertThat(data.blobs().toString()).doesNotContain(MARKER);
    assertThat(done.at("deleted")).isEqualTo(10L);
    assertThat(done.text("connectedUserId")).isEqualTo(id);
    project.me(project.token("bystander")).expect(200);
    server.get(project.path("/connected-users/" + id), project.key()).expect(404);
    delete(id).expect(404, "identity.connected-user-not-found");
  }

  @Test
  void a_user_cannot_sign_in_while_being_deleted_and_is_another_one_afterwards() throws Exception {
    String token = project.token("ada");
    project.patchMe(token, "{\"meta\":{\"Name\":\"Ada\"}}").expect(200);
    String id = project.idOf("ada");
    try (IdentityServer sibling = server.sibling()) {
      project.on(sibling).me(token).expect(200);
      Answer begun = delete(id).expect(202);
      assertThat(delete(id).expect(202).text("id")).isEqualTo(begun.text("id"));
      project.me(token).expect(403, "identity.connected-user-deleting");
      project.patchMe(token, "{\"meta\":{}}").expect(403, "identity.connected-user-deleting");
      project.patch(id, "{\"status\":\"active\"}").expect(409, "identity.connected-user-deleting");
      assertThat(server.get(path(begun), project.key()).expect(200).text("state"))
          .isEqualTo("waiting");
      sibling.bean(TestClock.class).forward(Duration.ofSeconds(2));
      project.on(sibling).me(token).expect(403, "identity.connected-user-deleting");
      server.bean(TestClock.class).forward(Duration.ofSeconds(6));
      awaitDone(begun);
    }
    Answer back = project.me(project.token("ada")).expect(200);
    assertThat(back.at("meta")).isEqualTo(Map.of());
    assertThat(project.idOf("ada")).isNotEqualTo(id);
  }

  @Test
  void a_deletion_goes_on_elsewhere_when_its_replica_dies_in_the_middle() throws Exception {
    project.me(project.token("ada")).expect(200);
    String id = project.idOf("ada");
    ConnectedUserId user = ConnectedUserId.parse(id).orElseThrow();
    PlantedData here = server.bean(PlantedData.class);
    here.plantEntries(user, MARKER, 6);
    CountDownLatch latch = new CountDownLatch(1);
    here.held.set(latch);
    Answer begun = delete(id).expect(202);
    server.bean(TestClock.class).forward(Duration.ofSeconds(6));
    await().atMost(LONG).until(() -> here.calls.get() == 2); // it hangs in its second step
    Answer running = server.get(path(begun), project.key()).expect(200);
    assertThat(running.text("state")).isEqualTo("running");
    assertThat(running.text("part")).isEqualTo("planted");
    assertThat(running.at("deleted")).isEqualTo(2L);
    try (IdentityServer sibling = server.sibling()) {
      sibling.bean(TestClock.class).forward(Duration.ofSeconds(45));
      Answer done = awaitDone(begun);
      assertThat(done.at("deleted")).isEqualTo(6L);
      assertThat(sibling.bean(PlantedData.class).calls.get()).isPositive();
    }
    assertThat(here.everythingInRedis()).doesNotContain(MARKER);
    latch.countDown(); // the one that was thought dead comes back, and changes nothing
    await().atMost(LONG).until(() -> here.calls.get() == 2);
    assertThat(server.get(path(begun), project.key()).at("deleted")).isEqualTo(6L);
    project.me(project.token("ada")).expect(200);
  }

  @Test
  void data_that_cannot_be_deleted_is_said_and_tried_again() throws Exception {
    project.me(project.token("ada")).expect(200);
    String id = project.idOf("ada");
    PlantedData data = server.bean(PlantedData.class);
    data.plantEntries(ConnectedUserId.parse(id).orElseThrow(), MARKER, 1);
    data.failing.set(1);
    Answer begun = delete(id).expect(202);
    server.bean(TestClock.class).forward(Duration.ofSeconds(6));
    await().atMost(LONG).until(() -> server.get(path(begun), project.key()).at("failure") != null);
    Answer waiting = server.get(path(begun), project.key());
    assertThat(waiting.text("state")).isEqualTo("waiting");
    assertThat(waiting.text("failure")).doesNotContain("planted failure");
    assertThat(server.query("select status from identity.connected_user"))
        .containsExactly("deleting");
    server.bean(TestClock.class).forward(Duration.ofSeconds(31));
    assertThat(awaitDone(begun).at("failure")).isNull();
    assertThat(data.everythingInRedis()).doesNotContain(MARKER);
  }

  @Test
  void a_user_who_goes_on_calling_while_being_deleted_gets_nothing_back_and_leaves_nothing()
      throws Exception {
    String token = project.token(MARKER);
    project.me(token).expect(200);
    String id = project.idOf(MARKER);
    AtomicBoolean stop = new AtomicBoolean();
    List<Integer> statuses = new CopyOnWriteArrayList<>();
    Thread caller =
        Thread.ofVirtual()
            .start(
                () -> {
                  while (!stop.get()) {
                    statuses.add(
                        project.patchMe(token, "{\"meta\":{\"m\":\"" + MARKER + "\"}}").status());
                  }
                });
    await().atMost(LONG).until(() -> statuses.contains(200));
    Answer begun = delete(id).expect(202);
    await().atMost(LONG).until(() -> statuses.contains(403));
    int refusedFrom = statuses.indexOf(403);
    stop.set(true);
    assertThat(caller.join(LONG)).isTrue();
    assertThat(statuses.subList(refusedFrom, statuses.size())).containsOnly(403);
    server.bean(TestClock.class).forward(Duration.ofSeconds(6));
    awaitDone(begun);
    assertThat(server.everythingStored()).doesNotContain(MARKER);
  }

  @Test
  void deletions_of_others_do_not_exist() throws Exception {
    ConnectProject foreign = ConnectProject.foreign(server);
    foreign.me(foreign.token("ada")).expect(200);
    Answer begun =
        server
            .delete(foreign.path("/connected-users/" + foreign.idOf("ada")), foreign.key())
            .expect(202);
    for (String deletion : List.of(begun.text("id"), "cud_01h455vb4pex5vsknk084sn02q", "x")) {
      server
          .get(project.path("/connected-user-deletions/" + deletion), project.key())
          .expect(404, "identity.deletion-not-found");
    }
    server
        .get(foreign.path("/connected-user-deletions/" + begun.text("id")), project.key())
        .expect(404, "identity.project-not-found");
  }

  @Test
  void deletions_are_listed_newest_first_and_those_of_other_projects_are_not() throws Exception {
    List<String> begun = new ArrayList<>();
    for (String name : List.of("ada", "bob", "eve")) {
      project.me(project.token(name)).expect(200);
      begun.addFirst(delete(project.idOf(name)).expect(202).text("id"));
    }
    ConnectProject foreign = ConnectProject.foreign(server);
    foreign.me(foreign.token("ada")).expect(200);
    server
        .delete(foreign.path("/connected-users/" + foreign.idOf("ada")), foreign.key())
        .expect(202);
    String path = project.path("/connected-user-deletions");
    Answer first = server.get(path + "?limit=2", project.key()).expect(200);
    assertThat(ids(first)).isEqualTo(begun.subList(0, 2));
    Answer second =
        server.get(path + "?limit=2&cursor=" + first.text("nextCursor"), project.key()).expect(200);
    assertThat(ids(second)).isEqualTo(begun.subList(2, 3));
    assertThat(second.at("nextCursor")).isNull();
    server.get(path + "?cursor=x", project.key()).expect(422);
    server
        .get(foreign.path("/connected-user-deletions"), project.key())
        .expect(404, "identity.project-not-found");
  }

  private static List<String> ids(Answer page) {
    return page.list("items").stream()
        .map(item -> String.valueOf(((Map<?, ?>) item).get("id")))
        .toList();
  }

  private Answer delete(String user) {
    return server.delete(project.path("/connected-users/" + user), project.key());
  }

  private String path(Answer deletion) {
    return project.path("/connected-user-deletions/" + deletion.text("id"));
  }

  private Answer awaitDone(Answer deletion) {
    await()
        .atMost(LONG)
        .until(() -> server.get(path(deletion), project.key()).text("state").equals("done"));
    return server.get(path(deletion), project.key()).expect(200);
  }
}
