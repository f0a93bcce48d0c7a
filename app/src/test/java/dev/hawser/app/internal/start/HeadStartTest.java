package dev.hawser.app.internal.start;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.context.ApplicationContextBuilder;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class HeadStartTest {
  @Test
  void the_first_container_waits_for_what_was_begun_and_the_next_begins_anew() throws Exception {
    Runnable work = HeadStart.prepare();
    CompletableFuture<ApplicationContextBuilder> first =
        CompletableFuture.supplyAsync(HeadStart::container);
    while (!HeadStart.isTaken()) {
      Thread.onSpinWait();
    }
    assertThat(first).isNotDone();

    work.run();

    assertThat(first.get()).isNotNull().isNotSameAs(HeadStart.container());
  }
}
