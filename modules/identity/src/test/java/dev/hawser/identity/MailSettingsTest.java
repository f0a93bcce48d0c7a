package dev.hawser.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.core.config.Setting;
import dev.hawser.core.config.SettingValues;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MailSettingsTest {
  private static SettingValues values(String... pairs) {
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      values.put(pairs[i], pairs[i + 1]);
    }
    return new SettingValues() {
      @Override
      public <T> T get(Setting<T> setting) {
        return find(setting).orElseThrow();
      }

      @Override
      public <T> Optional<T> find(Setting<T> setting) {
        String text = values.getOrDefault(setting.key(), setting.defaultText());
        return Optional.ofNullable(text).map(setting.parser());
      }
    };
  }

  @Test
  void a_mail_server_needs_a_sender_and_the_address_that_links_begin_with() {
    String host = "hawser.mail.host";
    String from = "hawser.mail.from";
    String url = "hawser.public-url";
    assertThat(MailSettings.problem(values())).isEmpty();
    assertThat(MailSettings.problem(values(from, "a@b.example"))).isEmpty();
    assertThat(MailSettings.problem(values(host, "smtp", url, "https://h.example")).orElseThrow())
        .contains(host, from);
    assertThat(MailSettings.problem(values(host, "smtp", from, "a@b.example")).orElseThrow())
        .contains(host, url);
    String[] good = {host, "smtp", from, "a@b.example", url, "https://h.example"};
    assertThat(MailSettings.problem(values(good))).isEmpty();
    assertThat(
            MailSettings.problem(
                    values(
                        host,
                        "smtp",
                        from,
                        "a@b.example",
                        url,
                        "https://h.example",
                        "hawser.mail.username",
                        "me"))
                .orElseThrow())
        .contains("hawser.mail.password");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "hawser", "a@b.example\r\nBcc: c@d.example", "Hawser <>", "a@"})
  void a_sender_is_one_address(String text) {
    assertThatThrownBy(() -> MailSettings.FROM.parser().apply(text))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"hawser@acme.example", "Hawser <hawser@acme.example>"})
  void a_sender_may_have_a_name(String text) {
    assertThat(MailSettings.FROM.parser().apply(text)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "smtp server", "https://smtp.example"})
  void a_host_is_a_name(String text) {
    assertThatThrownBy(() -> MailSettings.HOST.parser().apply(text))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
