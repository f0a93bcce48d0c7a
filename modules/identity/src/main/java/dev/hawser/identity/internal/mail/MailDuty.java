package dev.hawser.identity.internal.mail;

import dev.hawser.core.lock.LeaderDuty;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Sends what is to be tried again, and what a process has left that died. */
@Singleton
final class MailDuty implements LeaderDuty {
  private final MailDispatch dispatch;

  MailDuty(MailDispatch dispatch) {
    this.dispatch = dispatch;
  }

  @Override
  public String name() {
    return "mails that wait";
  }

  @Override
  public Duration every() {
    return Duration.ofSeconds(15);
  }

  @Override
  public void run(BooleanSupplier leading) {
    dispatch.sendDue(leading);
  }
}
