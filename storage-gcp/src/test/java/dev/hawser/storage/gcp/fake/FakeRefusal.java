package dev.hawser.storage.gcp.fake;

import com.google.api.client.json.GenericJson;
import java.util.List;

/** An answer that says no, in Google's words. */
final class FakeRefusal extends Exception {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String reason;

  FakeRefusal(int status, String reason, String message) {
    super(message);
    this.status = status;
    this.reason = reason;
  }

  static FakeRefusal noObject(String bucket, String name) {
    return new FakeRefusal(404, "notFound", "No such object: " + bucket + "/" + name);
  }

  static FakeRefusal noBucket() {
    return new FakeRefusal(404, "notFound", "The specified bucket does not exist.");
  }

  static FakeRefusal condition() {
    return new FakeRefusal(
        412, "conditionNotMet", "At least one of the pre-conditions you specified did not hold.");
  }

  static FakeRefusal invalid(String message) {
    return new FakeRefusal(400, "invalid", message);
  }

  int status() {
    return status;
  }

  GenericJson json() {
    GenericJson error = new GenericJson();
    error.set("domain", "global").set("reason", reason).set("message", getMessage());
    GenericJson errors = new GenericJson();
    errors.set("code", status).set("message", getMessage()).set("errors", List.of(error));
    GenericJson json = new GenericJson();
    return json.set("error", errors);
  }

  String xml() {
    return "<?xml version='1.0' encoding='UTF-8'?><Error><Code>%s</Code><Message>%s</Message></Error>"
        .formatted(reason, getMessage());
  }
}
