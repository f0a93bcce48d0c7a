package dev.hawser.storage.azure;

/** A key, token or connection string, which never prints itself. */
public record AzureSecret(String value) {
  /**
   * @throws IllegalArgumentException when it is blank
   */
  public AzureSecret {
    if (value.isBlank()) {
      throw new IllegalArgumentException("a secret must not be blank");
    }
    value = value.strip();
  }

  @Override
  public String toString() {
    return "***";
  }
}
