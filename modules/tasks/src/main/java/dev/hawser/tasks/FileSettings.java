package dev.hawser.tasks;

import dev.hawser.core.config.Setting;
import java.util.List;

/** How files of workflows are handled. */
public final class FileSettings {
  public static final Setting<Long> MAX_SIZE =
      Setting.bytes(
          "hawser.files.max-size",
          "1GiB",
          "Largest file of a workflow, and of all files together that one call of a trigger brings");

  public static final Setting<Integer> MAX_UPLOADS =
      Setting.integer(
          "hawser.files.max-uploads",
          1,
          100_000,
          100,
          "Calls of triggers that bring files to this replica at once; more are refused with 429");

  public static final List<Setting<?>> ALL = List.of(MAX_SIZE, MAX_UPLOADS);

  private FileSettings() {}
}
