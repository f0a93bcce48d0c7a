package dev.hawser.core.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.core.egress.AddressRange;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientAddressesTest {
  private final ClientAddresses addresses =
      new ClientAddresses(AddressRange.parseAll("10.0.0.0/8, 192.0.2.1,fd00::/8"));

  @Test
  void a_stranger_is_who_its_connection_says_whatever_it_writes() {
    ClientAddresses nobody = new ClientAddresses(List.of());
    assertThat(text(nobody, "203.0.113.7", "198.51.100.1")).isEqualTo("203.0.113.7");
    assertThat(text(addresses, "203.0.113.7", "198.51.100.1")).isEqualTo("203.0.113.7");
  }

  @Test
  void what_a_client_writes_before_the_proxies_does_not_count() {
    assertThat(text(addresses, "10.0.0.1", "198.51.100.1, 203.0.113.7")).isEqualTo("203.0.113.7");
    assertThat(text(addresses, "10.0.0.1", "127.0.0.1, 203.0.113.7, 192.0.2.1, 10.9.9.9"))
        .isEqualTo("203.0.113.7");
    assertThat(text(addresses, "10.0.0.1", "203.0.113.7", "10.0.0.2")).isEqualTo("203.0.113.7");
  }

  @Test
  void a_chain_of_proxies_only_ends_at_its_first() {
    assertThat(text(addresses, "10.0.0.1", "10.0.0.3, 10.0.0.2")).isEqualTo("10.0.0.3");
    assertThat(text(addresses, "10.0.0.1")).isEqualTo("10.0.0.1");
    assertThat(text(addresses, "10.0.0.1", "10.1.1.1,".repeat(5_000) + "10.2.2.2"))
        .isEqualTo("10.1.1.1");
  }

  @Test
  void what_is_no_address_ends_the_chain() {
    for (String wrong : List.of("unknown", "", "_hidden", "evil.example", "1.2.3.4.5", "'\"--")) {
      assertThat(text(addresses, "10.0.0.1", wrong)).as(wrong).isEqualTo("10.0.0.1");
      assertThat(text(addresses, "10.0.0.1", "203.0.113.7," + wrong))
          .as(wrong)
          .isEqualTo("10.0.0.1");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "203.0.113.7:4711,203.0.113.7",
    "[2001:db8::1]:443,2001:db8:0:0:0:0:0:1",
    "[2001:db8::1],2001:db8:0:0:0:0:0:1",
    "2001:db8::1,2001:db8:0:0:0:0:0:1",
    "::ffff:203.0.113.7,203.0.113.7"
  })
  void ports_and_brackets_of_proxies_are_understood(String written, String address) {
    assertThat(text(addresses, "fd00::1", written)).isEqualTo(address);
  }

  @Test
  void a_network_of_ipv6_is_one_client() {
    assertThat(ClientAddresses.network(InetAddress.ofLiteral("2001:db8:1:2:3:4:5:6")))
        .isEqualTo("2001:db8:1:2::/64")
        .isEqualTo(ClientAddresses.network(InetAddress.ofLiteral("2001:db8:1:2::")));
    assertThat(ClientAddresses.network(InetAddress.ofLiteral("203.0.113.7")))
        .isEqualTo("203.0.113.7");
  }

  private static String text(ClientAddresses addresses, String peer, String... forwarded) {
    return addresses.of(InetAddress.ofLiteral(peer), List.of(forwarded)).getHostAddress();
  }
}
