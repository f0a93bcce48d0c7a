package dev.hawser.systemtest.architecture.sample.banned;

import io.micronaut.context.ApplicationContext;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Date;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Does everything that nobody does. */
public class Offender {
  @Inject Optional<String> injected = Optional.empty();

  void prints() {
    System.out.println("out");
    System.err.println("err");
  }

  void sleeps() throws InterruptedException {
    Thread.sleep(1);
    TimeUnit.SECONDS.sleep(1);
  }

  long millis() {
    return System.currentTimeMillis();
  }

  Instant now() {
    return Instant.now();
  }

  LocalDate today() {
    return LocalDate.now(java.time.ZoneId.of("UTC"));
  }

  InstantSource clocks() {
    return Instant.EPOCH.isAfter(now()) ? InstantSource.system() : Clock.systemUTC();
  }

  byte[] reads(InputStream in) throws IOException {
    return in.readAllBytes();
  }

  Object looksUp(ApplicationContext context) {
    return context.getBean(String.class);
  }

  Thread starts() {
    return new Thread(this::prints);
  }

  @SuppressWarnings("JavaUtilDate")
  Object dates() {
    return new Date(0);
  }
}
