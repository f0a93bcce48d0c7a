package dev.hawser.identity.internal.http;

import dev.hawser.core.tenancy.Needs;
import dev.hawser.core.tenancy.OrganizationCaller;
import dev.hawser.identity.internal.image.ImageOwner;
import dev.hawser.identity.internal.image.ImageService;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.annotation.Put;
import io.micronaut.http.annotation.Status;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** The logo of the caller's organization. */
@Controller("/api/v1/organization/logo")
@Secured(Needs.ORGANIZATION_VIEW)
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "Images")
final class OrganizationLogoController {
  private final ImageService images;
  private final ImageUploads uploads;
  private final ImageAnswers answers;

  OrganizationLogoController(ImageService images, ImageUploads uploads, ImageAnswers answers) {
    this.images = images;
    this.uploads = uploads;
    this.answers = answers;
  }

  /**
   * Sets the logo: a PNG, JPEG or GIF file of at most 5 MiB and 25 million pixels, as the body
   * itself or as the one part of a form, named file. It is made at most 1024 pixels wide and high
   * and loses its metadata.
   */
  @Put
  @Secured(Needs.ORGANIZATION_MANAGE)
  @Consumes(MediaType.ALL)
  @RequestBody(
      content = {
        @Content(
            mediaType = MediaType.MULTIPART_FORM_DATA,
            schema = @Schema(implementation = ImageAnswers.Form.class)),
        @Content(mediaType = "image/*", schema = @Schema(type = "string", format = "binary"))
      })
  ImageAnswers.Image put(
      @Parameter(hidden = true) HttpRequest<?> request,
      @Parameter(hidden = true) OrganizationCaller caller,
      @Nullable @Body InputStream body) {
    ImageOwner owner = new ImageOwner.Organization(caller.organization());
    images.require(owner);
    ImageService.Image image =
        uploads.take(request, body, file -> images.put(owner, file, caller.subject()));
    return ImageAnswers.Image.of(owner, image);
  }

  /** The logo. If-None-Match answers 304 when it has not changed. */
  @Get
  @Produces(MediaType.ALL)
  @ApiResponse(
      responseCode = "200",
      content =
          @Content(mediaType = "image/*", schema = @Schema(type = "string", format = "binary")))
  HttpResponse<byte[]> get(
      @Parameter(hidden = true) HttpRequest<?> request,
      @Parameter(hidden = true) OrganizationCaller caller) {
    return answers.serve(request, new ImageOwner.Organization(caller.organization()));
  }

  /** Removes the logo, if there is one. */
  @Delete
  @Secured(Needs.ORGANIZATION_MANAGE)
  @Status(HttpStatus.NO_CONTENT)
  void delete(@Parameter(hidden = true) OrganizationCaller caller) {
    images.delete(new ImageOwner.Organization(caller.organization()), caller.subject());
  }
}
