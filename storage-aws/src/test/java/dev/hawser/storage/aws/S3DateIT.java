package dev.hawser.storage.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.storage.BlobInfo;
import dev.hawser.storage.BlobKey;
import dev.hawser.storage.BlobSource;
import dev.hawser.storage.BlobStore;
import dev.hawser.storage.PutOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** A service whose answers to puts do not tell the time; servers in libraries always do. */
final class S3DateIT {
  @Test
  void a_put_whose_answer_has_no_date_is_looked_up() throws Exception {
    assertLookedUp("");
  }

  @Test
  void a_put_whose_date_cannot_be_read_is_looked_up() throws Exception {
    assertLookedUp("Date: yesterday\r\n");
  }

  private static void assertLookedUp(String date) throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      Future<List<String>> asked = threads.submit(() -> answer(server, date));
      URI endpoint = URI.create("http://127.0.0.1:" + server.getLocalPort());
      try (BlobStore store =
          S3BlobStore.open(S3Emulator.settings(endpoint), InstantSource.system())) {
        BlobInfo info = store.put(new BlobKey("a"), BlobSource.of(new byte[1]), PutOptions.DEFAULT);

        assertThat(info.lastModified()).isEqualTo("2026-11-25T09:46:40Z");
        assertThat(info.etag().value()).isEqualTo("e1");
      }
      assertThat(asked.get()).containsExactly("PUT", "HEAD");
    }
  }

  /** One connection for each request. */
  private static List<String> answer(ServerSocket server, String date) throws IOException {
    List<String> asked = new ArrayList<>();
    String writeId = "";
    while (asked.size() < 2) {
      try (Socket client = server.accept()) {
        BufferedReader in =
            new BufferedReader(
                new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1));
        OutputStream out = client.getOutputStream();
        asked.add(in.readLine().split(" ", 2)[0]);
        Map<String, String> headers = headers(in);
        writeId = headers.getOrDefault("x-amz-meta-hawser-write-id", writeId);
        if (headers.containsKey("expect")) {
          out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        int body = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        for (int i = 0; i < body; i++) {
          in.read();
        }
        String more =
            asked.size() == 1
                ? date
                : "Last-Modified: Wed, 25 Nov 2026 09:46:40 GMT\r\nx-amz-meta-hawser-write-id: "
                    + writeId
                    + "\r\n";
        String answer =
            "HTTP/1.1 200 OK\r\nETag: \"e1\"\r\nContent-Length: 0\r\nConnection: close\r\n"
                + more
                + "\r\n";
        out.write(answer.getBytes(StandardCharsets.US_ASCII));
      }
    }
    return asked;
  }

  private static Map<String, String> headers(BufferedReader in) throws IOException {
    Map<String, String> headers = new HashMap<>();
    for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
      String[] parts = line.split(":", 2);
      headers.put(parts[0].toLowerCase(Locale.ROOT), parts[1].strip());
    }
    return headers;
  }
}
