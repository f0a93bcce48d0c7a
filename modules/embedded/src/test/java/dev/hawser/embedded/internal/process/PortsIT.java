package dev.hawser.embedded.internal.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class PortsIT {
  @Test
  void a_free_port_is_below_those_of_outgoing_connections() throws IOException {
    int firstOutgoing;
    try (var range = Files.newBufferedReader(Path.of("/proc/sys/net/ipv4/ip_local_port_range"))) {
      firstOutgoing = Integer.parseInt(range.readLine().split("\\s+", 2)[0]);
    }

    assertThat(Ports.free()).isBetween(15_000, Math.max(firstOutgoing, 15_000));
  }

  @Test
  void a_port_with_a_server_is_not_free() throws IOException {
    try (ServerSocket server = new ServerSocket()) {
      server.bind(Ports.loopback(0));

      assertThat(Ports.isFree(server.getLocalPort())).isFalse();
    }
  }
}
