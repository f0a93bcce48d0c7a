package dev.hawser.identity.internal.vault;

/** What can be done with the text of a keyset alone. */
public final class KeysetTexts {
  private KeysetTexts() {}

  public static String create() {
    return LocalKeyset.create().json();
  }

  /** With a further key, not the current one. */
  public static String withNewKey(String json) throws UnusableKeysetException {
    return parse(json).withNewKey().json();
  }

  public static String withNewestCurrent(String json) throws UnusableKeysetException {
    return parse(json).withNewestCurrent().json();
  }

  private static LocalKeyset parse(String json) throws UnusableKeysetException {
    try {
      return LocalKeyset.parse(json);
    } catch (LocalKeyset.UnreadableException e) {
      throw new UnusableKeysetException(
          "The text is " + e.getMessage(), "Give the keyset that the replicas use now.");
    }
  }
}
