package dev.hawser.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.hawser.embedded.internal.process.Privileges;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can be known before a start. */
class ObstacleIT {
  private static final int SOMEBODY = 12_345;

  @TempDir Path folder;

  @Test
  void there_is_none_where_a_start_works_and_nothing_is_made() {
    assertThat(EmbeddedServers.obstacle(StartRequest.in(folder.resolve("new/data")))).isEmpty();
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void programs_that_somebody_else_could_have_put_there_are_one() throws IOException {
    assumeThat(Privileges.currentUser()).as("only root can give folders away").isZero();
    StartRequest request = StartRequest.in(folder);
    Files.createDirectory(request.binariesFolder());
    Files.setAttribute(request.binariesFolder(), "unix:uid", SOMEBODY);

    assertThat(EmbeddedServers.obstacle(request))
        .hasValueSatisfying(text -> assertThat(text).contains("belongs to user " + SOMEBODY));
    assertThat(EmbeddedServers.obstacle(request.withServers(Set.of()))).isEmpty();
  }
}
