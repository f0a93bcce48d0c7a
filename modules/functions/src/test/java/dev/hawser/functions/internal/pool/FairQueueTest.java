package dev.hawser.functions.internal.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.functions.internal.wire.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class FairQueueTest {
  private final ProjectId greedy = OpenFunctions.project();
  private final ProjectId modest = OpenFunctions.project();

  private static Job job(ProjectId project) {
    return new Job(project, new Request.Check(""));
  }

  private static void becomesSlow(Job job) {
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> System.nanoTime() - job.takenNanos > FairQueue.SLOW);
  }

  @Test
  void projects_take_turns() {
    FairQueue queue = new FairQueue(1, 100);
    List<Job> jobs = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      Job job = job(greedy);
      jobs.add(job);
      assertThat(queue.offer(job)).isTrue();
    }
    Job late = job(modest);
    assertThat(queue.offer(late)).isTrue();
    Job first = queue.take(0, 0);
    queue.done(first);
    Job second = queue.take(0, 0);
    assertThat(first).isSameAs(jobs.getFirst());
    assertThat(second).isSameAs(late);
  }

  @Test
  void more_than_the_limit_are_refused() {
    FairQueue queue = new FairQueue(1, 2);
    assertThat(queue.offer(job(greedy))).isTrue();
    assertThat(queue.offer(job(greedy))).isTrue();
    assertThat(queue.offer(job(modest))).isFalse();
    assertThat(queue.waiting()).isEqualTo(2);
  }

  @Test
  void workers_stuck_in_slow_jobs_of_one_project_make_room_for_another() {
    FairQueue queue = new FairQueue(2, 100);
    for (int i = 0; i < 6; i++) {
      assertThat(queue.offer(job(greedy))).isTrue();
    }
    assertThat(queue.wantsWorker()).isTrue();
    assertThat(queue.wantsWorker()).isTrue();
    assertThat(queue.wantsWorker()).as("a third, while none is stuck").isFalse();
    queue.take(0, 0);
    Job stuck = queue.take(0, 0);
    becomesSlow(stuck);
    assertThat(queue.wantsWorker()).as("an extra one for the same project").isFalse();
    Job other = job(modest);
    assertThat(queue.offer(other)).isTrue();
    assertThat(queue.wantsWorker()).as("an extra one for another project").isTrue();
    assertThat(queue.take(0, 0)).isSameAs(other);
    assertThat(queue.workers()).isEqualTo(3);
  }

  @Test
  void alone_a_project_may_be_slow_on_all_regular_workers() {
    FairQueue queue = new FairQueue(2, 100);
    for (int i = 0; i < 3; i++) {
      assertThat(queue.offer(job(greedy))).isTrue();
    }
    assertThat(queue.wantsWorker()).isTrue();
    assertThat(queue.wantsWorker()).isTrue();
    becomesSlow(queue.take(0, 0));
    Job second = queue.take(0, 0);
    assertThat(second).isNotNull();
    becomesSlow(second);
    assertThat(queue.take(0, 0)).isNull();
  }

  @Test
  void a_job_taken_back_is_not_done() {
    FairQueue queue = new FairQueue(1, 100);
    Job job = job(greedy);
    assertThat(queue.offer(job)).isTrue();
    assertThat(queue.remove(job)).isTrue();
    assertThat(queue.remove(job)).isFalse();
    assertThat(queue.take(0, 0)).isNull();
    assertThat(queue.waiting()).isZero();
  }

  @Test
  void a_worker_that_waits_sees_that_a_job_taken_back_makes_room_for_another() throws Exception {
    FairQueue queue = new FairQueue(3, 100);
    for (ProjectId project : List.of(greedy, modest)) {
      assertThat(queue.offer(job(project))).isTrue();
      becomesSlow(queue.take(0, 0));
    }
    Job next = job(greedy);
    Job takenBack = job(modest);
    assertThat(queue.offer(next)).isTrue();
    assertThat(queue.offer(takenBack)).isTrue();
    CompletableFuture<Job> taken = new CompletableFuture<>();
    long minute = TimeUnit.MINUTES.toNanos(1);
    Thread worker = Thread.ofPlatform().start(() -> taken.complete(queue.take(minute, minute)));
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> worker.getState() == Thread.State.TIMED_WAITING);
    assertThat(queue.remove(takenBack)).isTrue();
    assertThat(taken.get(30, TimeUnit.SECONDS)).isSameAs(next);
  }

  @Test
  void a_closed_queue_gives_back_what_waits_and_takes_nothing() {
    FairQueue queue = new FairQueue(1, 100);
    Job job = job(greedy);
    assertThat(queue.offer(job)).isTrue();
    assertThat(queue.close()).containsExactly(job);
    assertThat(queue.offer(job)).isFalse();
    assertThat(queue.take(1_000_000_000L, 0)).isNull();
    assertThat(queue.wantsWorker()).isFalse();
  }
}
