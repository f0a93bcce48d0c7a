package dev.hawser.systemtest.architecture;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which tables and views of a module say to whom their rows belong, as its migrations leave them.
 *
 * @param columns the columns with the tenant, by table
 */
record TenantTables(Map<String, Set<String>> columns) {
  /** The parameter that each column is compared with, as a pattern: a tenant, or what a row has. */
  static final Map<String, String> PARAMETERS =
      Map.of("organization_id", "organization(?:Id)?", "project_id", "project(?:Id)?");

  private static final String COLUMN = "\\b(organization_id|project_id)\\b";

  private static final Pattern CREATED =
      Pattern.compile("create table (?:if not exists )?(\\w+) \\((.*)\\)[^)]*", Pattern.DOTALL);
  private static final Pattern PARTITION =
      Pattern.compile("create table (\\w+) partition of (\\w+).*", Pattern.DOTALL);
  private static final Pattern VIEW =
      Pattern.compile("create (?:or replace )?view (\\w+) as select (.*)", Pattern.DOTALL);
  private static final Pattern ALTERED =
      Pattern.compile("alter table (?:only )?(\\w+) (.*)", Pattern.DOTALL);
  private static final Pattern DROPPED =
      Pattern.compile("drop (?:table|view) (?:if exists )?(\\w+).*", Pattern.DOTALL);

  /** What the scripts make, which are in the order of their versions and have no comments. */
  static TenantTables of(List<String> scripts) {
    Map<String, Set<String>> columns = new TreeMap<>();
    for (String script : scripts) {
      for (String statement : script.split(";", -1)) {
        read(statement.strip().replaceAll("\\s+", " "), columns);
      }
    }
    return new TenantTables(columns);
  }

  /** Whether rows of the table belong to somebody. */
  boolean has(String table) {
    return columns.containsKey(table);
  }

  /** Whether the row of the table is the tenant itself. */
  static boolean isTenant(String table) {
    return PARAMETERS.containsKey(table + "_id");
  }

  private static void read(String statement, Map<String, Set<String>> columns) {
    Matcher matcher = PARTITION.matcher(statement);
    if (matcher.matches()) {
      add(matcher.group(1), columns.getOrDefault(matcher.group(2), Set.of()), columns);
      return;
    }
    matcher = CREATED.matcher(statement);
    if (matcher.matches()) {
      Set<String> own = named(COLUMN + " uuid", matcher.group(2));
      if (isTenant(matcher.group(1))) {
        own.add("id");
      }
      add(matcher.group(1), own, columns);
      return;
    }
    matcher = VIEW.matcher(statement);
    if (matcher.matches()) {
      add(matcher.group(1), named(COLUMN, selected(matcher.group(2))), columns);
      return;
    }
    matcher = ALTERED.matcher(statement);
    if (matcher.matches()) {
      alter(matcher.group(1), matcher.group(2), columns);
      return;
    }
    matcher = DROPPED.matcher(statement);
    if (matcher.matches()) {
      columns.remove(matcher.group(1));
    }
  }

  private static void alter(String table, String change, Map<String, Set<String>> columns) {
    Matcher renamed = Pattern.compile("rename to (\\w+)").matcher(change);
    if (renamed.matches()) {
      add(renamed.group(1), columns.getOrDefault(table, Set.of()), columns);
      columns.remove(table);
      return;
    }
    add(table, named("\\badd (?:column )?(?:if not exists )?" + COLUMN, change), columns);
  }

  /** What a view selects, up to its own {@code from}. */
  private static String selected(String query) {
    String outside = SqlBlocks.withoutParentheses(query);
    int end = outside.indexOf(" from ");
    return end < 0 ? outside : outside.substring(0, end);
  }

  private static Set<String> named(String pattern, String text) {
    Set<String> found = new TreeSet<>();
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    while (matcher.find()) {
      found.add(matcher.group(1));
    }
    return found;
  }

  private static void add(String table, Set<String> more, Map<String, Set<String>> columns) {
    if (!more.isEmpty()) {
      columns.computeIfAbsent(table, t -> new TreeSet<>()).addAll(more);
    }
  }
}
