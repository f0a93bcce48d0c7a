package dev.hawser.app.internal.cli;

import dev.hawser.app.internal.cli.client.StepView;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An execution's steps in the order of their first record, each behind the step that it is in:
 * {@code choose/named/ping} belongs to {@code choose}, {@code fan[3]/post} to {@code fan}, {@code
 * ping.onError/alert} to {@code ping}.
 */
final class StepTree {
  private static final String STARTED = "STARTED";
  private final Map<String, Node> nodes = new LinkedHashMap<>();
  private final List<Node> roots = new ArrayList<>();

  StepTree(List<StepView> records) {
    for (StepView step : records) {
      nodes.computeIfAbsent(step.path(), Node::new).records.add(step);
    }
    for (Node node : nodes.values()) {
      siblings(node.path).add(node);
    }
  }

  /**
   * A step of the tree.
   *
   * @param depth how many steps it is in
   * @param state its latest record
   * @param failedAttempts those before the latest record
   */
  record Line(int depth, StepView state, List<StepView> failedAttempts) {}

  /** The tree from its top to its bottom. */
  List<Line> lines() {
    List<Line> lines = new ArrayList<>();
    roots.forEach(root -> root.addTo(lines, 0));
    return lines;
  }

  private List<Node> siblings(String path) {
    String prefix = path;
    for (int end = cut(prefix); end > 0; end = cut(prefix)) {
      prefix = prefix.substring(0, end);
      Node parent = nodes.get(prefix);
      if (parent != null) {
        return parent.children;
      }
    }
    return roots;
  }

  /** Where the last part of a path begins. */
  private static int cut(String path) {
    return Math.max(path.lastIndexOf('/'), Math.max(path.lastIndexOf('.'), path.lastIndexOf('[')));
  }

  private static final class Node {
    private final String path;
    private final List<StepView> records = new ArrayList<>();
    private final List<Node> children = new ArrayList<>();

    Node(String path) {
      this.path = path;
    }

    void addTo(List<Line> lines, int depth) {
      StepView latest = records.getFirst();
      for (StepView record : records) {
        // A mere start says less than whatever else there is.
        if (!record.status().equals(STARTED) || latest.status().equals(STARTED)) {
          latest = record;
        }
      }
      StepView state = latest;
      List<StepView> earlier =
          records.stream().filter(r -> !r.equals(state) && !r.status().equals(STARTED)).toList();
      lines.add(new Line(depth, state, earlier));
      children.forEach(child -> child.addTo(lines, depth + 1));
    }
  }
}
