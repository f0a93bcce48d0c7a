package dev.hawser.workflows.internal.language;

import dev.hawser.workflows.internal.source.Node;
import dev.hawser.workflows.internal.source.Node.ListNode;
import dev.hawser.workflows.internal.source.Node.ScalarNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A node of a definition with its place, so that problems can be reported where they are.
 *
 * @param pointer JSON pointer from the root
 * @param stepId the step that it belongs to
 * @param label how people would name it inside the step or the definition: {@code headers.Accept}
 */
record Part(Findings findings, Node node, String pointer, @Nullable String stepId, String label) {

  static Part root(Findings findings, Node node) {
    return new Part(findings, node, "", null, "");
  }

  Part child(String name, Node child) {
    String token = name.replace("~", "~0").replace("/", "~1");
    String childLabel = label.isEmpty() ? name : label + "." + name;
    return new Part(findings, child, pointer + "/" + token, stepId, childLabel);
  }

  List<Part> items(ListNode list) {
    List<Part> items = new ArrayList<>();
    for (int i = 0; i < list.items().size(); i++) {
      String itemLabel = label + "[" + i + "]";
      items.add(new Part(findings, list.items().get(i), pointer + "/" + i, stepId, itemLabel));
    }
    return items;
  }

  /** The same place, as part of a step; labels start anew. */
  Part ofStep(String id) {
    return new Part(findings, node, pointer, id, "");
  }

  /** How run-time errors name the place: {@code step post, url}. */
  String place() {
    if (stepId == null) {
      return label;
    }
    return label.isEmpty() ? "step " + stepId : "step " + stepId + ", " + label;
  }

  void problem(String message) {
    problem(message, null);
  }

  void problem(String message, @Nullable String suggestion) {
    findings.add(pointer, node.position(), stepId, message, suggestion);
  }

  void wrongType(String wanted) {
    problem("must be " + wanted + ", not " + kind());
  }

  /** The text, or null after a problem was reported. */
  @Nullable String text() {
    if (node instanceof ScalarNode scalar && scalar.json() instanceof String text) {
      return text;
    }
    wrongType("a text");
    return null;
  }

  /** The items, or null after a problem was reported. */
  @Nullable List<Part> list() {
    if (node instanceof ListNode list) {
      return items(list);
    }
    wrongType("a list");
    return null;
  }

  private String kind() {
    return dev.hawser.workflows.internal.expression.Shapes.kind(node.json());
  }
}
