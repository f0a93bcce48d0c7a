package dev.hawser.app.internal.cli.client;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The audit log; needs the token of somebody who may see it. Throws like {@link ApiClient}. */
public final class AuditApi {
  private static final String ROOT = "/api/v1/audit";

  private AuditApi() {}

  /** Whether a log holds. */
  public record Verification(
      String organization,
      boolean holds,
      long entries,
      String anchor,
      @Nullable Long brokenAt,
      @Nullable String reason,
      Map<?, ?> json) {
    private static Verification of(Fields json) {
      return new Verification(
          json.text("organization"),
          json.isTrue("holds"),
          json.number("entries"),
          json.text("anchor"),
          json.optionalNumber("brokenAt"),
          json.optionalText("reason"),
          json.json());
    }
  }

  /** Some logs, and where the next ones are. */
  public record Verifications(List<Verification> logs, @Nullable String nextCursor) {}

  /** All of them as they come, the oldest first. */
  public static void export(
      ApiClient client, Map<String, String> filter, String format, OutputStream out)
      throws IOException {
    Map<String, String> query = new LinkedHashMap<>(filter);
    query.put("format", format);
    client.download(ROOT + "/export" + query(query), out);
  }

  /** One log after the other; needs the operator's token. */
  public static Verifications verifyAll(
      ApiClient client, boolean archive, @Nullable String cursor) {
    Map<String, String> query = new LinkedHashMap<>();
    query.put("limit", "1"); // each may take long
    query.put("archive", Boolean.toString(archive));
    if (cursor != null) {
      query.put("cursor", cursor);
    }
    Fields page = client.get(ROOT + "/verifications" + query(query)).fields();
    return new Verifications(
        page.objects("items").stream().map(Verification::of).toList(),
        page.optionalText("nextCursor"));
  }

  private static String query(Map<String, String> parameters) {
    return parameters.entrySet().stream()
        .map(
            entry ->
                entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&", "?", ""));
  }
}
