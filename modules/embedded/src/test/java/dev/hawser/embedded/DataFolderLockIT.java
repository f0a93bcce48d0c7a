package dev.hawser.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderLockIT {
  @TempDir Path folder;

  @Test
  void a_second_part_of_this_process_is_refused_and_the_first_keeps_its_lock() throws Exception {
    try (DataFolderLock first = DataFolderLock.acquire(folder)) {
      assertThat(first.folder()).isEqualTo(folder.toRealPath());
      assertThatThrownBy(() -> DataFolderLock.acquire(folder))
          .isInstanceOf(EmbeddedServerException.class)
          .hasMessageContaining("in use by process " + ProcessHandle.current().pid());
      assertThatThrownBy(
              () ->
                  DataFolderLock.acquire(
                      Files.createSymbolicLink(
                          folder.resolveSibling(folder.getFileName() + "-link"), folder)))
          .hasMessageContaining("in use by process " + ProcessHandle.current().pid());

      try (OtherJvm second = OtherJvm.start(folder)) {
        assertThat(second.line())
            .startsWith("REFUSED")
            .contains("in use by process " + ProcessHandle.current().pid());
      }
    }
    DataFolderLock.acquire(folder).close();
  }

  @Test
  void closing_twice_does_not_release_the_lock_of_the_next() {
    DataFolderLock first = DataFolderLock.acquire(folder);
    first.close();
    try (DataFolderLock second = DataFolderLock.acquire(folder)) {
      first.close();
      assertThatThrownBy(() -> DataFolderLock.acquire(second.folder()))
          .isInstanceOf(EmbeddedServerException.class);
    }
  }

  @Test
  void a_second_start_on_the_same_folder_names_the_first_process() throws Exception {
    try (OtherJvm first = OtherJvm.start(folder)) {
      assertThat(first.line()).startsWith("READY");

      assertThatThrownBy(() -> EmbeddedServers.start(Installation.in(folder)))
          .isInstanceOf(EmbeddedServerException.class)
          .hasMessageContaining(folder.toRealPath().toString())
          .hasMessageContaining("in use by process " + first.pid());
    }
  }
}
