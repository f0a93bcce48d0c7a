package dev.hawser.identity.internal.session;

import dev.hawser.identity.EmailAddress;
import dev.hawser.identity.UserId;
import jakarta.inject.Singleton;
import java.util.Optional;

/** People, as far as their sessions tell of them. */
@Singleton
public final class Accounts {
  private final AccountRepository rows;

  Accounts(AccountRepository rows) {
    this.rows = rows;
  }

  public Optional<Account> find(UserId user) {
    return rows.find(user.value()).map(Account::of);
  }

  public Optional<Account> find(EmailAddress email) {
    return rows.findByEmail(email.value()).map(Account::of);
  }
}
