package dev.hawser.identity.internal.http;

import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;

/** An endpoint whose author forgot to say who may call it. */
@Controller("/api/v1/forgotten")
class SilentController {
  @Get
  String get() {
    return "open";
  }
}
