package dev.hawser.embedded.internal.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Starts programs that die together with this JVM. */
public final class Children {
  /**
   * All children are forked by this one thread, which lives as long as the JVM: the kernel sends
   * the parent-death signal when the forking <em>thread</em> ends, not the process.
   */
  private static final ExecutorService FORKER =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("embedded-servers-forker").factory());

  private Children() {}

  /**
   * Starts a program without waiting for anything.
   *
   * <p>It gets a session of its own, so that Ctrl-C in a terminal reaches only the JVM, which then
   * stops its servers in order; an environment without the JVM's (which holds secrets); and {@code
   * onParentDeath} from the kernel when this JVM dies in whatever way. Hosts without {@code setsid}
   * or {@code setpriv} go without the first or the last.
   *
   * @param log gets standard output and standard error, appended
   */
  public static Process start(
      List<String> program, Privileges privileges, Signal onParentDeath, Path folder, Path log)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(privileges.prefix());
    Tools.find("setsid").ifPresent(command::add);
    command.addAll(DeathSignal.prefix(onParentDeath));
    command.addAll(program);
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    clean(builder.environment());
    try {
      return CompletableFuture.supplyAsync(() -> fork(builder), FORKER).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof UncheckedIOException failure) {
        throw failure.getCause();
      }
      throw e;
    }
  }

  private static Process fork(ProcessBuilder builder) {
    try {
      return builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void clean(Map<String, String> environment) {
    Optional<String> path = Optional.ofNullable(environment.get("PATH"));
    Optional<String> libraries = Optional.ofNullable(environment.get("LD_LIBRARY_PATH"));
    environment.clear();
    path.ifPresent(value -> environment.put("PATH", value));
    libraries.ifPresent(value -> environment.put("LD_LIBRARY_PATH", value));
    environment.put("LC_ALL", "C");
    environment.put("TZ", "UTC");
  }

  /** Asked once per JVM: {@code setpriv --pdeathsig} is there in util-linux 2.33 and later. */
  private static final class DeathSignal {
    private static volatile Optional<List<String>> known = Optional.empty();

    static List<String> prefix(Signal signal) throws InterruptedException {
      List<String> setpriv = known.orElse(null);
      if (setpriv == null) {
        setpriv = find();
        known = Optional.of(setpriv);
      }
      if (setpriv.isEmpty()) {
        return setpriv;
      }
      return List.of(setpriv.getFirst(), "--pdeathsig", signal.name());
    }

    private static List<String> find() throws InterruptedException {
      Optional<String> setpriv = Tools.find("setpriv");
      boolean works =
          setpriv.isPresent()
              && Tools.succeeds(
                  List.of(setpriv.get(), "--pdeathsig", "KILL", "/bin/sh", "-c", "exit 0"));
      return works ? List.of(setpriv.orElseThrow()) : List.of();
    }
  }
}
