package dev.hawser.identity.internal.mail;

import java.util.Optional;

/**
 * A kind of mail. Every bean of this type is asked for the mails that were ordered with its id. All
 * methods are called within a transaction of the identity database and may join it.
 */
public interface MailKind {
  /** Stable: it is in the database, and a replica of another version must know it. */
  String id();

  /**
   * Writes the mail, before each attempt anew. A token that it makes for the mail is committed
   * before the mail goes out. Attempts may be repeated although an earlier one reached its reader,
   * so what earlier ones said must still hold.
   *
   * @return empty when there is no reason for it any more
   */
  Optional<Letter> write(MailOrder order);

  /** The server has taken it. */
  void sent(MailOrder order);

  /**
   * It will never be sent.
   *
   * @param why to be shown to who caused it, for example "the mail server refuses the address"
   */
  void failed(MailOrder order, String why);
}
