package dev.hawser.core.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.core.egress.EgressSettings.Tenancy;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressPolicyTest {
  private static boolean permits(Tenancy tenancy, String address, String... allowed) {
    List<AddressRange> ranges = List.of(allowed).stream().map(AddressRange::parse).toList();
    return new AddressPolicy(tenancy, ranges).permits(InetAddress.ofLiteral(address));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "169.254.169.254",
        "0.0.0.0",
        "224.0.0.1",
        "255.255.255.255",
        "::",
        "fe80::1",
        "ff02::1",
        "fd00:ec2::254",
        "::ffff:169.254.169.254"
      })
  void link_local_and_metadata_addresses_are_refused_for_everybody(String address) {
    assertThat(permits(Tenancy.SINGLE, address)).isFalse();
    assertThat(permits(Tenancy.MULTI, address)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.1",
        "100.64.0.1",
        "::1",
        "fd12::1",
        "::ffff:127.0.0.1",
        "64:ff9b::a00:1",
        "2002:7f00:1::"
      })
  void private_addresses_are_refused_where_strangers_share_the_installation(String address) {
    assertThat(permits(Tenancy.MULTI, address)).isFalse();
    assertThat(permits(Tenancy.SINGLE, address)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"93.184.216.34", "172.32.0.1", "11.0.0.1", "2606:2800:220:1::1"})
  void public_addresses_are_open(String address) {
    assertThat(permits(Tenancy.MULTI, address)).isTrue();
  }

  @Test
  void the_allow_list_opens_what_is_refused_and_nothing_more() {
    assertThat(permits(Tenancy.MULTI, "10.1.2.3", "10.1.0.0/16")).isTrue();
    assertThat(permits(Tenancy.MULTI, "10.2.2.3", "10.1.0.0/16")).isFalse();
    assertThat(permits(Tenancy.MULTI, "169.254.1.1", "169.254.1.1")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"example.com/8", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/x", "::/129", ""})
  void a_range_that_is_none_is_refused(String text) {
    assertThatThrownBy(() -> AddressRange.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
