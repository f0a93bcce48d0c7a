"use strict";

window.SwaggerUIBundle({
  url: "/api/v1/openapi.yaml",
  dom_id: "#reference",
  deepLinking: true,
  docExpansion: "list",
  displayRequestDuration: true,
  persistAuthorization: false,
  validatorUrl: null,
});
