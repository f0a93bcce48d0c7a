package dev.hawser.core.egress;

import java.util.Map;

/**
 * @param headers names in lower case; repeated ones are joined with a comma and a space
 * @param body decoded (gzip, deflate); empty when there is none
 */
public record OutboundResponse(int status, Map<String, String> headers, byte[] body) {
  public OutboundResponse {
    headers = Map.copyOf(headers);
  }
}
