package dev.hawser.storage.gcp;

import com.google.auth.Credentials;
import com.google.auth.ServiceAccountSigner;
import dev.hawser.storage.BlobException;
import dev.hawser.storage.BlobKey;
import dev.hawser.storage.DownloadGrant;
import dev.hawser.storage.SignedRequest;
import dev.hawser.storage.UploadGrant;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Google's "V4" signatures: the request's canonical text, signed by the service account. */
final class GcsUrlSigner {
  private static final String ALGORITHM = "GOOG4-RSA-SHA256";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private final URI endpoint;
  private final String bucket;
  private final Credentials credentials;
  private final InstantSource clock;

  GcsUrlSigner(URI endpoint, String bucket, Credentials credentials, InstantSource clock) {
    this.endpoint = endpoint;
    this.bucket = bucket;
    this.credentials = credentials;
    this.clock = clock;
  }

  SignedRequest get(BlobKey key, DownloadGrant grant) {
    SortedMap<String, String> query = new TreeMap<>();
    grant
        .contentDisposition()
        .ifPresent(header -> query.put("response-content-disposition", header));
    grant.contentType().ifPresent(type -> query.put("response-content-type", type));
    return sign("GET", key, new TreeMap<>(), query, grant.validity());
  }

  SignedRequest put(BlobKey key, UploadGrant grant) {
    SortedMap<String, String> headers = new TreeMap<>();
    headers.put("content-type", grant.contentType());
    headers.put("x-goog-content-length-range", grant.length() + "," + grant.length());
    return sign("PUT", key, headers, new TreeMap<>(), grant.validity());
  }

  private SignedRequest sign(
      String method,
      BlobKey key,
      SortedMap<String, String> headers,
      SortedMap<String, String> query,
      Duration validity) {
    if (!(credentials instanceof ServiceAccountSigner signer)) {
      throw new BlobException.AccessDenied(
          "cannot sign URLs of the bucket "
              + bucket
              + ": the credentials are not those of a service account; use one with a key, or one"
              + " of the machine or pod that may call iam.serviceAccounts.signBlob on itself",
          null);
    }
    SortedMap<String, String> signed = new TreeMap<>(headers);
    signed.put("host", endpoint.getRawAuthority());
    String names = String.join(";", signed.keySet());
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    String time = TIME.format(now);
    String scope = time.substring(0, 8) + "/auto/storage/goog4_request";
    String path = path(endpoint, bucket, key);
    query.put("X-Goog-Algorithm", ALGORITHM);
    query.put("X-Goog-Credential", account(signer) + "/" + scope);
    query.put("X-Goog-Date", time);
    query.put("X-Goog-Expires", Long.toString(validity.toSeconds()));
    query.put("X-Goog-SignedHeaders", names);
    String parameters = joined(query);
    String lines =
        signed.entrySet().stream()
            .map(header -> header.getKey() + ":" + header.getValue() + "\n")
            .collect(Collectors.joining());
    String canonical =
        String.join("\n", method, path, parameters, lines, names, "UNSIGNED-PAYLOAD");
    String text = String.join("\n", ALGORITHM, time, scope, sha256(canonical));
    String signature = HexFormat.of().formatHex(signature(signer, text));
    URI url =
        URI.create(
            endpoint.getScheme()
                + "://"
                + endpoint.getRawAuthority()
                + path
                + "?"
                + parameters
                + "&X-Goog-Signature="
                + signature);
    return new SignedRequest(method, url, headers, now.plusSeconds(validity.toSeconds()));
  }

  /** The object's path in the XML API, where signatures are valid. */
  static String path(URI endpoint, String bucket, BlobKey key) {
    String root = endpoint.getRawPath() == null ? "" : endpoint.getRawPath();
    String end = root.endsWith("/") ? "" : "/";
    return root + end + bucket + "/" + encoded(key.value()).replace("%2F", "/");
  }

  private static String joined(Map<String, String> query) {
    return query.entrySet().stream()
        .map(entry -> entry.getKey() + "=" + encoded(entry.getValue()))
        .collect(Collectors.joining("&"));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8)
        .replace("+", "%20")
        .replace("*", "%2A")
        .replace("%7E", "~");
  }

  private String account(ServiceAccountSigner signer) {
    try {
      return signer.getAccount();
    } catch (RuntimeException e) {
      throw denied(e);
    }
  }

  private byte[] signature(ServiceAccountSigner signer, String text) {
    try {
      return signer.sign(text.getBytes(StandardCharsets.UTF_8));
    } catch (RuntimeException e) {
      throw denied(e);
    }
  }

  private BlobException denied(RuntimeException failure) {
    return new BlobException.AccessDenied(
        "cannot sign URLs of the bucket "
            + bucket
            + ": "
            + failure.getMessage()
            + "; without a key the service account needs iam.serviceAccounts.signBlob on itself"
            + " (role Service Account Token Creator)",
        failure);
  }

  private static String sha256(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
