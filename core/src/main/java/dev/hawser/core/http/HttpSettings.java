package dev.hawser.core.http;

import dev.hawser.core.config.Setting;
import dev.hawser.core.egress.AddressRange;
import java.util.List;

/** What lies between us and our clients. */
public final class HttpSettings {
  public static final Setting<List<AddressRange>> TRUSTED_PROXIES =
      new Setting<>(
          "hawser.http.trusted-proxies",
          "addresses or ranges such as 10.1.0.0/16, separated by commas",
          "",
          "Reverse proxies and load balancers whose X-Forwarded-For is believed; everybody else's"
              + " is ignored",
          false,
          AddressRange::parseAll);

  public static final List<Setting<?>> ALL = List.of(TRUSTED_PROXIES);

  private HttpSettings() {}
}
