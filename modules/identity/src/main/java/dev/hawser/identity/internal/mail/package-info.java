/**
 * Mails: written down in the transaction of what they are about, sent by whoever gets to it, again
 * until the SMTP server has taken them. What a mail says is the business of the room that has the
 * {@link dev.hawser.identity.internal.mail.MailKind}; no other room speaks SMTP.
 */
@NullMarked
package dev.hawser.identity.internal.mail;

import org.jspecify.annotations.NullMarked;
