package dev.hawser.app.internal.cli;

/** What a command's end means to scripts. */
public final class ExitCodes {
  public static final int OK = 0;

  /** The command was understood and did not succeed. */
  public static final int FAILED = 1;

  /** The command line or the settings are wrong: repeating cannot help. */
  public static final int USAGE = 2;

  private ExitCodes() {}
}
