package dev.hawser.core.egress;

import java.io.InputStream;
import java.util.Map;

/**
 * An answer whose body is still on its way.
 *
 * @param headers names in lower case; repeated ones are joined with a comma and a space
 * @param body decoded (gzip, deflate), empty when there is none; good until the reader returns. It
 *     ends with an error when the answer is larger than the request allows, broken off, or late
 */
public record OutboundAnswer(int status, Map<String, String> headers, InputStream body) {
  public OutboundAnswer {
    headers = Map.copyOf(headers);
  }
}
