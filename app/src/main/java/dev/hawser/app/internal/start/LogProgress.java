package dev.hawser.app.internal.start;

import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Progress as log lines, for starts that nobody watches. */
public final class LogProgress implements Progress {
  private static final Logger LOG = LoggerFactory.getLogger("dev.hawser.start");

  @Override
  public <T> T step(String doing, Supplier<T> work, Function<T, String> done) {
    long began = System.nanoTime();
    LOG.debug("{}", doing);
    T result = work.get();
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
    LOG.info("{} ({} ms)", done.apply(result), millis);
    return result;
  }

  @Override
  public void detail(String text) {
    LOG.debug("{}", text);
  }

  @Override
  public void say(String text) {
    LOG.info("{}", text);
  }
}
