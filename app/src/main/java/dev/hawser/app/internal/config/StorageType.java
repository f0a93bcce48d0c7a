package dev.hawser.app.internal.config;

import java.util.Locale;

/** The kinds of blob stores. */
public enum StorageType {
  FOLDER,
  S3,
  AZURE,
  GCS;

  /** How it is written in settings. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
