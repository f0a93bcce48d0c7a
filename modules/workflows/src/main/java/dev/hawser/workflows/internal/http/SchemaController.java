package dev.hawser.workflows.internal.http;

import dev.hawser.workflows.internal.language.LanguageSchema;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.swagger.v3.oas.annotations.Hidden;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The language's JSON Schema, for editors: it has no secrets, so anybody may read it. */
@Hidden
@Controller
@Secured(SecurityRule.IS_ANONYMOUS)
final class SchemaController {
  private static final MediaType SCHEMA = new MediaType("application/schema+json");
  private static final int TAG_BYTES = 16;

  private final byte[] json = LanguageSchema.json();
  private final String etag = "\"" + digest(json) + "\"";

  /** The schema; 304 for who has it already. */
  @Get(LanguageSchema.PATH)
  HttpResponse<byte[]> schema(HttpRequest<?> request) {
    boolean same = request.getHeaders().getAll(HttpHeaders.IF_NONE_MATCH).contains(etag);
    MutableHttpResponse<byte[]> response =
        same ? HttpResponse.notModified() : HttpResponse.ok(json).contentType(SCHEMA);
    return response
        .header(HttpHeaders.ETAG, etag)
        .header(HttpHeaders.CACHE_CONTROL, "public, max-age=3600");
  }

  private static String digest(byte[] bytes) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
      return HexFormat.of().formatHex(hash, 0, TAG_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
