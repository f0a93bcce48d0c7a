package dev.hawser.identity.internal.http;

import dev.hawser.identity.internal.image.ImageOwner;
import dev.hawser.identity.internal.image.ImageService;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How pictures are shown. Their URLs change with each upload, so under such a URL a browser may
 * keep a picture for ever; under the plain one it asks each time whether it has changed. No shared
 * cache keeps them: they belong to a tenant.
 */
@Singleton
final class ImageAnswers {
  static final String VERSION = "v";

  /**
   * A picture is data: nothing in it may run or load anything, also when it is opened by itself.
   */
  private static final String POLICY = "default-src 'none'; sandbox";

  /**
   * @param url where it is served, relative to the server; it changes with each upload
   * @param width in pixels, after it was made smaller
   * @param size in bytes
   */
  @Serdeable
  @Schema(name = "Image")
  record Image(String url, String mediaType, int width, int height, int size) {
    static Image of(ImageOwner owner, ImageService.Image image) {
      return new Image(
          ImageAnswers.url(owner, image),
          image.mediaType(),
          image.width(),
          image.height(),
          image.size());
    }
  }

  /**
   * How a browser's form sends a picture.
   *
   * @param file a PNG, JPEG or GIF file
   */
  // Only a description: ImageUploads reads the form as it comes.
  @Schema(name = "ImageForm")
  record Form(@Schema(type = "string", format = "binary") String file) {}

  private final ImageService images;

  ImageAnswers(ImageService images) {
    this.images = images;
  }

  static String url(ImageOwner owner, ImageService.Image image) {
    String path =
        switch (owner) {
          case ImageOwner.Organization same -> "/api/v1/organization/logo";
          case ImageOwner.User user -> "/api/v1/users/" + user.user() + "/avatar";
        };
    return path + "?" + VERSION + "=" + image.id();
  }

  /** The picture, or 304 when the caller has it. */
  HttpResponse<byte[]> serve(HttpRequest<?> request, ImageOwner owner) {
    Optional<ImageService.Image> known = images.find(owner);
    if (known.isPresent() && has(request, known.get())) {
      return headers(request, HttpResponse.notModified(), known.get());
    }
    ImageService.Content content = images.get(owner);
    return headers(request, HttpResponse.ok(content.bytes()), content.image())
        .contentType(content.image().mediaType())
        .header(HttpHeaders.CONTENT_DISPOSITION, "inline");
  }

  private static MutableHttpResponse<byte[]> headers(
      HttpRequest<?> request, MutableHttpResponse<byte[]> response, ImageService.Image image) {
    boolean versioned = image.id().toString().equals(request.getParameters().get(VERSION));
    return response
        .header(HttpHeaders.ETAG, etag(image))
        .header(
            HttpHeaders.CACHE_CONTROL,
            versioned ? "private, max-age=31536000, immutable" : "private, no-cache")
        .header("Content-Security-Policy", POLICY)
        .header("X-Content-Type-Options", "nosniff");
  }

  private static boolean has(HttpRequest<?> request, ImageService.Image image) {
    @Nullable String known = request.getHeaders().get(HttpHeaders.IF_NONE_MATCH);
    if (known == null) {
      return false;
    }
    for (String tag : known.split(",", -1)) {
      String plain = tag.strip();
      if (plain.equals("*") || plain.replaceFirst("^W/", "").equals(etag(image))) {
        return true;
      }
    }
    return false;
  }

  private static String etag(ImageService.Image image) {
    return '"' + image.id().toString() + '"';
  }
}
