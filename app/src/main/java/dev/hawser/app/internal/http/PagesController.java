package dev.hawser.app.internal.http;

import dev.hawser.identity.Setup;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.server.types.files.StreamedFile;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.swagger.v3.oas.annotations.Hidden;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.URLConnection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The pages that come with the deployable: first setup, links of mails, API reference. A fixed
 * table, so that no path from outside ever becomes the name of a resource.
 */
@Controller
@Hidden
@Secured(SecurityRule.IS_ANONYMOUS)
@ExecuteOn(TaskExecutors.BLOCKING)
final class PagesController {
  private static final MediaType HTML = new MediaType("text/html; charset=utf-8");
  private static final MediaType CSS = new MediaType("text/css; charset=utf-8");
  private static final MediaType SCRIPT = new MediaType("text/javascript; charset=utf-8");
  private static final MediaType SVG = new MediaType("image/svg+xml");
  private static final MediaType YAML = new MediaType("application/yaml; charset=utf-8");

  /** The API reference draws its icons from data URLs; all else is the default of all pages. */
  private static final String DOCS_POLICY =
      "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none';"
          + " form-action 'self'; frame-ancestors 'none'";

  private record Page(String resource, MediaType type) {}

  private static final Map<String, Page> PAGES =
      Map.ofEntries(
          Map.entry("/setup/favicon.svg", new Page("pages/favicon.svg", SVG)),
          Map.entry("/setup", new Page("pages/setup.html", HTML)),
          Map.entry("/setup/setup.css", new Page("pages/setup.css", CSS)),
          Map.entry("/setup/setup.js", new Page("pages/setup.js", SCRIPT)),
          Map.entry("/setup/account.js", new Page("pages/account.js", SCRIPT)),
          Map.entry("/invitation", new Page("pages/invitation.html", HTML)),
          Map.entry("/reset-password", new Page("pages/reset-password.html", HTML)),
          Map.entry("/confirm-email", new Page("pages/confirm-email.html", HTML)),
          Map.entry("/api/docs", new Page("pages/docs.html", HTML)),
          Map.entry("/api/docs/docs.css", new Page("pages/docs.css", CSS)),
          Map.entry("/api/docs/docs.js", new Page("pages/docs.js", SCRIPT)),
          Map.entry("/api/docs/swagger-ui.css", new Page("swagger-ui/swagger-ui.css", CSS)),
          Map.entry(
              "/api/docs/swagger-ui-bundle.js",
              new Page("swagger-ui/swagger-ui-bundle.js", SCRIPT)),
          Map.entry("/api/v1/openapi.yaml", new Page("META-INF/swagger/openapi.yml", YAML)));

  private final Setup setup;

  PagesController(Setup setup) {
    this.setup = setup;
  }

  @Get("/")
  HttpResponse<?> home() {
    return HttpResponse.temporaryRedirect(URI.create(setup.isNeeded() ? "/setup" : "/api/docs"))
        .header(HttpHeaders.CACHE_CONTROL, "no-store");
  }

  @Get(
      uris = {
        "/setup/favicon.svg",
        "/setup",
        "/setup/setup.css",
        "/setup/setup.js",
        "/setup/account.js",
        "/invitation",
        "/reset-password",
        "/confirm-email",
        "/api/docs",
        "/api/docs/docs.css",
        "/api/docs/docs.js",
        "/api/docs/swagger-ui.css",
        "/api/docs/swagger-ui-bundle.js",
        "/api/v1/openapi.yaml"
      })
  HttpResponse<?> page(HttpRequest<?> request) throws IOException {
    Page page = PAGES.get(request.getPath());
    URL url = page == null ? null : resource(page);
    if (page == null || url == null) {
      return HttpResponse.notFound();
    }
    URLConnection connection = url.openConnection();
    MutableHttpResponse<StreamedFile> response =
        HttpResponse.ok(
            new StreamedFile(
                connection.getInputStream(), page.type(), 0, connection.getContentLengthLong()));
    if (request.getPath().startsWith("/api/docs")) {
      response.header("Content-Security-Policy", DOCS_POLICY);
    }
    return response.header(HttpHeaders.CACHE_CONTROL, "no-cache");
  }

  private static @Nullable URL resource(Page page) {
    return PagesController.class.getClassLoader().getResource(page.resource());
  }
}
