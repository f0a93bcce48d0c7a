package dev.hawser.workflows.internal.http;

import dev.hawser.core.config.Setting;
import dev.hawser.core.config.SettingValues;
import dev.hawser.core.error.Problem;
import dev.hawser.core.http.CallerAuthentication;
import dev.hawser.core.tenancy.OrganizationCaller;
import dev.hawser.core.tenancy.OrganizationId;
import dev.hawser.core.tenancy.Permission;
import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.core.tenancy.ProjectSight;
import dev.hawser.storage.BlobStore;
import dev.hawser.storage.MemoryBlobStore;
import dev.hawser.workflows.spi.DeployCheck;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Property;
import io.micronaut.core.async.publisher.Publishers;
import io.micronaut.data.connection.ConnectionOperations;
import io.micronaut.http.HttpRequest;
import io.micronaut.security.authentication.Authentication;
import io.micronaut.security.filters.AuthenticationFetcher;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What other modules bring in a whole server: settings, blobs and credentials. */
@Factory
final class TestBeans {
  /** A value that no deploy lets pass. */
  static final String REFUSED = "refused by a check";

  /** A project that nobody sees. */
  static final String HIDDEN = "prj_01h455vb4pex5vsknk084sn02q";

  @Singleton
  DeployCheck check() {
    return candidate ->
        candidate.definition().toString().contains(REFUSED)
            ? List.of(Problem.at("/steps/0/value", "is refused"))
            : List.of();
  }

  @Singleton
  SettingValues settings(@Property(name = "test.redis") String redis) {
    Map<String, String> values = Map.of("hawser.redis.url", redis);
    return new SettingValues() {
      @Override
      public <T> T get(Setting<T> setting) {
        return find(setting).orElseThrow();
      }

      @Override
      public <T> Optional<T> find(Setting<T> setting) {
        String text = values.getOrDefault(setting.key(), setting.defaultText());
        return Optional.ofNullable(text).map(setting.parser());
      }
    };
  }

  @Singleton
  RecordedChecks functions(@Named("workflows") ConnectionOperations<Connection> connections) {
    return new RecordedChecks(connections);
  }

  @Singleton
  BlobStore blobs(InstantSource clock) {
    return new MemoryBlobStore(clock);
  }

  /** Everybody sees all projects but one. */
  @Singleton
  ProjectSight sight() {
    return (caller, project) -> !project.toString().equals(HIDDEN);
  }

  /** {@code Bearer prj_…} is a key of that project. */
  @Singleton
  AuthenticationFetcher<HttpRequest<?>> fetcher() {
    return request -> {
      String header = request.getHeaders().get("Authorization");
      Optional<ProjectId> project =
          header == null ? Optional.empty() : ProjectId.parse(header.replace("Bearer ", ""));
      return project
          .map(
              id ->
                  Publishers.<Authentication>just(
                      new CallerAuthentication(
                          new OrganizationCaller(
                              new OrganizationId(id.value()), "key_test", Permission.OF_PROJECT),
                          id)))
          .orElseGet(Publishers::empty);
    };
  }
}
