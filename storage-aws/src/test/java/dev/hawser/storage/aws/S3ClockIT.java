package dev.hawser.storage.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.storage.BlobKey;
import dev.hawser.storage.BlobStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** A service whose clock is hours ahead of ours and that refuses what was not signed just now. */
final class S3ClockIT {
  private static final Duration AHEAD = Duration.ofHours(3);
  private static final Duration TOLERATED = Duration.ofMinutes(15);
  private static final DateTimeFormatter SIGNED_AT =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.RFC_1123_DATE_TIME.withZone(ZoneOffset.UTC);

  @Test
  void a_clock_that_is_hours_off_is_allowed_for_after_the_first_refusal() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<List<Integer>> answers = threads.submit(() -> answer(server, 3));
      URI endpoint = URI.create("http://127.0.0.1:" + server.getLocalPort());
      try (BlobStore store =
          S3BlobStore.open(S3Emulator.settings(endpoint), InstantSource.system())) {
        store.delete(new BlobKey("a"));
        store.delete(new BlobKey("b"));
      }

      assertThat(answers.get()).containsExactly(403, 204, 204);
    }
  }

  private static List<Integer> answer(ServerSocket server, int requests) throws IOException {
    List<Integer> answers = new ArrayList<>();
    while (answers.size() < requests) {
      try (Socket client = server.accept()) {
        Instant now = InstantSource.system().instant().plus(AHEAD);
        Duration off = Duration.between(signedAt(client), now).abs();
        answers.add(off.compareTo(TOLERATED) > 0 ? 403 : 204);
        String body =
            answers.getLast() == 204
                ? ""
                : "<Error><Code>RequestTimeTooSkewed</Code><Message>skewed</Message></Error>";
        String answer =
            "HTTP/1.1 %d Answer\r\nDate: %s\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s"
                .formatted(answers.getLast(), HTTP_DATE.format(now), body.length(), body);
        client.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
      }
    }
    return answers;
  }

  private static Instant signedAt(Socket client) throws IOException {
    BufferedReader head =
        new BufferedReader(
            new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
    String date = "";
    for (String line = head.readLine(); line != null && !line.isEmpty(); line = head.readLine()) {
      if (line.toLowerCase(Locale.ROOT).startsWith("x-amz-date:")) {
        date = line.substring(line.indexOf(':') + 1).strip();
      }
    }
    return SIGNED_AT.parse(date, Instant::from);
  }
}
