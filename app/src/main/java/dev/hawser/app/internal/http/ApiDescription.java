package dev.hawser.app.internal.http;

import io.swagger.v3.oas.annotations.OpenAPIDefinition;
import io.swagger.v3.oas.annotations.enums.SecuritySchemeType;
import io.swagger.v3.oas.annotations.info.Info;
import io.swagger.v3.oas.annotations.info.License;
import io.swagger.v3.oas.annotations.security.SecurityRequirement;
import io.swagger.v3.oas.annotations.security.SecurityScheme;

/** The head of the API description; the modules describe their own endpoints. */
@OpenAPIDefinition(
    info =
        @Info(
            title = "Hawser API",
            version = "v1",
            description =
                "Workflows, deployments and executions of a Hawser installation. Requests carry a"
                    + " project's API key. Errors are problem documents (RFC 9457) whose code is"
                    + " stable. Lists take limit and cursor.",
            license = @License(name = "Apache-2.0", identifier = "Apache-2.0")),
    security = @SecurityRequirement(name = "apiKey"))
@SecurityScheme(
    name = "apiKey",
    type = SecuritySchemeType.HTTP,
    scheme = "bearer",
    description = "A project's API key, which begins with hwk_.")
final class ApiDescription {
  private ApiDescription() {}
}
