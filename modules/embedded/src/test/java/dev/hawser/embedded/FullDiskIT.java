package dev.hawser.embedded;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Needs root, to mount a small file system. */
class FullDiskIT {
  @TempDir Path parent;
  private Path disk;
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();

  @BeforeEach
  void mount() throws Exception {
    disk = Files.createDirectory(parent.resolve("disk"));
    assumeThat(run("mount", "-t", "tmpfs", "-o", "size=160m", "tmpfs", disk.toString()))
        .as("may mount")
        .isZero();
    log.start();
    root().addAppender(log);
  }

  @AfterEach
  void unmount() throws Exception {
    root().detachAppender(log);
    run("umount", disk.toString());
  }

  @Test
  void the_supervisor_keeps_trying_and_says_why_until_there_is_space_again() throws Exception {
    try (EmbeddedServers servers = EmbeddedServers.start(Installation.in(disk))) {
      EmbeddedPostgres postgres = servers.postgres().orElseThrow();
      EmbeddedRedis redis = servers.redis().orElseThrow();
      Installation.execute(postgres, "CREATE TABLE kept AS SELECT 42 AS answer");
      Installation.setRedis(redis, "kept", "yes");
      long killedPostgres = postgres.pid();
      long killedRedis = redis.pid();
      try (Filler filler = Filler.fill(disk.resolve("filler"))) {
        assertThat(filler.file).exists();
        Installation.kill(killedPostgres);
        Installation.kill(killedRedis);
        await().atMost(ofSeconds(30)).until(() -> failures() >= 3);
        assertThat(postgres.pid()).isEqualTo(killedPostgres);
      }
      await().atMost(ofSeconds(60)).until(() -> postgres.pid() != killedPostgres);
      await().atMost(ofSeconds(60)).until(() -> redis.pid() != killedRedis);
      assertThat(Installation.query(postgres, "SELECT answer FROM kept")).isEqualTo("42");
      assertThat(Installation.redis(redis, "kept")).isEqualTo("yes");
    }
  }

  private long failures() {
    return List.copyOf(log.list).stream()
        .map(ILoggingEvent::getFormattedMessage)
        .filter(line -> line.startsWith("PostgreSQL could not be started again"))
        .filter(line -> line.contains("the disk is full"))
        .count();
  }

  /** A file that takes all space there is, and what is freed later too, until it is closed. */
  private static final class Filler implements AutoCloseable {
    private final Path file;
    private final CountDownLatch full = new CountDownLatch(1);
    private final CountDownLatch end = new CountDownLatch(1);
    private final Thread writer = Thread.ofPlatform().daemon().unstarted(this::write);

    private Filler(Path file) {
      this.file = file;
    }

    static Filler fill(Path file) throws InterruptedException {
      Filler filler = new Filler(file);
      filler.writer.start();
      filler.full.await();
      return filler;
    }

    private void write() {
      byte[] block = new byte[4096];
      try (OutputStream out = Files.newOutputStream(file)) {
        do {
          try {
            while (end.getCount() > 0) {
              out.write(block);
            }
          } catch (IOException e) {
            assertThat(e).hasMessageContaining("No space left on device");
            full.countDown();
          }
        } while (!end.await(1, TimeUnit.MILLISECONDS));
      } catch (IOException | InterruptedException e) {
        throw new AssertionError(e);
      }
    }

    @Override
    public void close() throws IOException {
      end.countDown();
      while (writer.isAlive()) {
        Thread.onSpinWait();
      }
      Files.delete(file);
    }
  }

  private static Logger root() {
    return (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
  }

  private static int run(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command).inheritIO().start().waitFor();
  }
}
