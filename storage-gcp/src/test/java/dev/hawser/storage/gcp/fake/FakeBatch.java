package dev.hawser.storage.gcp.fake;

import com.google.api.client.json.gson.GsonFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Up to 100 requests in one; each shows its own token and gets its own answer. */
final class FakeBatch {
  private static final int LIMIT = 100;
  private static final String BOUNDARY = "batch_of_the_fake";
  private static final Pattern DELETE =
      Pattern.compile("DELETE (?:http://[^/]+)?/storage/v1/b/([^/]+)/o/([^ ?]+)[^ ]* HTTP/1\\.1");

  private final FakeObjects objects;
  private final FakeTokens tokens;

  FakeBatch(FakeObjects objects, FakeTokens tokens) {
    this.objects = objects;
    this.tokens = tokens;
  }

  void handle(FakeRequest request) throws FakeRefusal, IOException {
    List<FakeMultipart.Part> parts =
        FakeMultipart.parse(
            request.header("Content-Type").orElse(""), request.body().readAllBytes());
    if (parts.size() > LIMIT) {
      throw FakeRefusal.invalid("Too many parts in batch request.");
    }
    StringBuilder answers = new StringBuilder();
    for (FakeMultipart.Part part : parts) {
      String id = part.header("Content-ID").orElseThrow().replace("<", "<response-");
      answers
          .append(
              "--%s\r\nContent-Type: application/http\r\nContent-ID: %s\r\n\r\n"
                  .formatted(BOUNDARY, id))
          .append(answer(FakeMultipart.split(part.text())))
          .append("\r\n");
    }
    answers.append("--").append(BOUNDARY).append("--\r\n");
    request
        .with("Content-Type", "multipart/mixed; boundary=" + BOUNDARY)
        .answer(200, answers.toString().getBytes(StandardCharsets.UTF_8));
  }

  private String answer(FakeMultipart.Part request) throws IOException {
    try {
      tokens.check(request.header("Authorization"), "storage.objects.delete");
      Matcher delete = DELETE.matcher(request.headers().getFirst());
      if (!delete.matches()) {
        throw FakeRefusal.invalid("not a delete: " + request.headers().getFirst());
      }
      objects.delete(FakeRequest.decoded(delete.group(1)), FakeRequest.decoded(delete.group(2)));
      return "HTTP/1.1 204 No Content\r\nContent-Length: 0\r\n\r\n";
    } catch (FakeRefusal refusal) {
      String json = GsonFactory.getDefaultInstance().toString(refusal.json());
      return "HTTP/1.1 %d No\r\nContent-Type: application/json; charset=UTF-8\r\nContent-Length: %d\r\n\r\n%s"
          .formatted(refusal.status(), json.getBytes(StandardCharsets.UTF_8).length, json);
    }
  }
}
