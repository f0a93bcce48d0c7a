package dev.hawser.systemtest.harness;

/** Workflows. */
public final class Definitions {
  private Definitions() {}

  /** The reference workflow W1: webhook, transform, branch, request. */
  public static String w1(String name, String url) {
    return webhook(
        name,
        """
        {"id": "shape", "type": "transform",
         "value": {"execution": "{{ execution.id }}", "n": "{{ trigger.body.n }}",
                   "doubled": "{{ trigger.body.n * 2 }}"}},
        {"id": "size", "type": "branch", "arms": [
          {"id": "big", "when": "{{ steps.shape.output.doubled > 1000 }}",
           "steps": [{"id": "noteBig", "type": "transform", "value": "big"}]},
          {"id": "small",
           "steps": [{"id": "noteSmall", "type": "transform", "value": "small"}]}]},
        %s
        """
            .formatted(post("send", url)));
  }

  /** Two requests, one after the other, that tell the execution's id. */
  public static String twoRequests(String name, String firstUrl, String secondUrl) {
    return webhook(name, post("first", firstUrl) + ", " + post("second", secondUrl));
  }

  /** A workflow with a webhook trigger and these steps. */
  public static String webhook(String name, String steps) {
    return """
    {"schema": "hawser/v1", "name": "%s", "trigger": {"type": "webhook"}, "steps": [%s]}
    """
        .formatted(name, steps);
  }

  /** A step that posts the execution's id and the number in the trigger's body. */
  public static String post(String id, String url) {
    return """
    {"id": "%s", "type": "request", "method": "POST", "url": "%s",
     "body": {"kind": "json",
              "value": {"execution": "{{ execution.id }}", "n": "{{ trigger.body.n }}"}}}
    """
        .formatted(id, url);
  }
}
