package dev.hawser.storage.azure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The emulator ends with the process that started it. */
class AzuriteIT {
  @Test
  void the_emulator_ends_when_its_input_does() throws Exception {
    Azurite azurite = Azurite.start(List.of());
    ProcessHandle process = ProcessHandle.of(azurite.pid()).orElseThrow();

    azurite.endInput();

    assertThat(process.onExit().get(30, TimeUnit.SECONDS).isAlive()).isFalse();
  }
}
