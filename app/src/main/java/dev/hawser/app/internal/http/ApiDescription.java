package dev.hawser.app.internal.http;

import io.swagger.v3.oas.annotations.OpenAPIDefinition;
import io.swagger.v3.oas.annotations.enums.SecuritySchemeType;
import io.swagger.v3.oas.annotations.info.Info;
import io.swagger.v3.oas.annotations.info.License;
import io.swagger.v3.oas.annotations.security.SecurityScheme;

/** The head of the API description; the modules describe their own endpoints. */
@OpenAPIDefinition(
    info =
        @Info(
            title = "Hawser API",
            version = "v1",
            description =
                "Workflows, executions, members and connected users of a Hawser installation."
                    + " Errors are problem documents (RFC 9457) whose code is stable. Lists take"
                    + " limit and cursor. What stands with the security of an operation is the"
                    + " permission that it needs.",
            license = @License(name = "Apache-2.0", identifier = "Apache-2.0")))
@SecurityScheme(
    name = "bearer",
    type = SecuritySchemeType.HTTP,
    scheme = "bearer",
    description =
        "A project's API key (hwk_...) or a member's personal access token (hwp_...); for the"
            + " Connect API the token of a connected user. Pages of the console have the cookie of"
            + " a session instead, and send X-CSRF-Token with what changes something.")
final class ApiDescription {
  private ApiDescription() {}
}
