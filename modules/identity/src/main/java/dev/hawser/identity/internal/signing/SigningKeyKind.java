package dev.hawser.identity.internal.signing;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Where the keys of tokens come from. */
public enum SigningKeyKind {
  /** Made by us; the private half is shown once. */
  GENERATED,
  /** A public key that the customer gave. */
  PEM,
  /** The JSON Web Key Set at an address of the customer. */
  JWKS,
  /** ID tokens of a Firebase project. */
  FIREBASE,
  /** ID tokens of an Auth0 tenant. */
  AUTH0;

  /** The name in the API and in the database, for example {@code jwks}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The kind with this name. */
  public static Optional<SigningKeyKind> find(String id) {
    return Arrays.stream(values()).filter(kind -> kind.id().equals(id)).findFirst();
  }
}
