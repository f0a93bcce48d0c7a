package dev.hawser.core.egress;

import dev.hawser.core.config.Setting;
import java.util.List;

/** What workflows may reach. */
public final class EgressSettings {
  /** Who shares an installation. */
  public enum Tenancy {
    /** One company: its workflows may call private addresses. */
    SINGLE,
    /** Strangers: private addresses are refused. */
    MULTI
  }

  public static final Setting<Tenancy> TENANCY =
      Setting.choice(
          "hawser.tenancy",
          Tenancy.SINGLE,
          "single: one company, workflows may call private addresses; multi: strangers share it, they may not");

  public static final Setting<List<AddressRange>> ALLOW =
      new Setting<>(
          "hawser.egress.allow",
          "address ranges such as 10.1.0.0/16, separated by commas",
          "",
          "Address ranges that workflows may call although they are private or link-local",
          false,
          AddressRange::parseAll);

  public static final List<Setting<?>> ALL = List.of(TENANCY, ALLOW);

  private EgressSettings() {}
}
