package dev.hawser.workflows.internal.language;

import dev.hawser.workflows.internal.source.Node;
import dev.hawser.workflows.internal.source.Node.ListNode;
import dev.hawser.workflows.internal.source.Node.ObjectNode;
import dev.hawser.workflows.internal.source.Node.ScalarNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

  /** The part that a JSON pointer from here leads to, or the last one on the way. */
  Part at(String path) {
    Part at = this;
    for (String token :
        path.isEmpty() ? List.<String>of() : List.of(path.substring(1).split("/"))) {
      String name = token.replace("~1", "/").replace("~0", "~");
      Part next = at.next(name);
      if (next == null) {
        return at;
      }
      at = next;
    }
    return at;
  }

  private @Nullable Part next(String name) {
    if (node instanceof ObjectNode object) {
      Node field = object.get(name);
      return field == null ? null : child(name, field);
    }
    boolean index = node instanceof ListNode && name.matches("[0-9]{1,6}");
    List<Part> items = index && node instanceof ListNode list ? items(list) : List.of();
    return index && Integer.parseInt(name) < items.size()
        ? items.get(Integer.parseInt(name))
        : null;
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

  /** This release cannot run what is here. */
  void unsupported(String what) {
    findings.unsupported(pointer, node.position(), stepId, "this release cannot " + what + " yet");
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

  /** An object with names of the author's own; empty after a problem was reported. */
  Map<String, Part> named() {
    if (!(node instanceof ObjectNode object)) {
      wrongType("an object");
      return Map.of();
    }
    Map<String, Part> named = LinkedHashMap.newLinkedHashMap(object.fields().size());
    object.fields().forEach((name, field) -> named.put(name, child(name, field.value())));
    return named;
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
