package dev.hawser.systemtest.architecture;

import dev.hawser.systemtest.architecture.SqlBlocks.Block;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds tables in a statement whose rows are not held to one tenant: nothing compares their tenant
 * with a parameter, and no id leads to them from a row of which that is so. A condition counts
 * where all rows must meet it: not in one side of an {@code or}.
 */
final class TenantQueries {
  private static final String NO_NAME =
      "(?!(?:where|set|on|join|left|right|inner|cross|order|group|limit|values|select|using|from"
          + "|returning|default|having|overriding)\\b)";

  private static final Pattern NAMED =
      Pattern.compile(
          "\\b(from|join|into|update|using) (?:only )?(\\(§\\d+\\)|unnest\\([^)]*\\)|\\w+)"
              + "(?: (?:as )?"
              + NO_NAME
              + "(\\w+))?(?: ?\\(([^§)]*)\\))?( ?,)?");

  private static final Pattern INSERTED =
      Pattern.compile("insert into (\\w+)(?: as \\w+)? ?\\(([^)]*)\\) (values ?\\(|select )(.*)");

  private static final Pattern EQUAL_IDS =
      Pattern.compile("\\b(\\w+)\\.(\\w+) = (\\w+)\\.(\\w+)\\b");

  private static final Pattern CHOSEN =
      Pattern.compile(
          "(?<!not )(?:\\b(?:(\\w+)\\.)?(?:\\w+_)?id|\\([^()]*\\bid\\b[^()]*\\)|"
              + "\\([^()]*_id\\b[^()]*\\)) in \\(§(\\d+)\\)");

  private static final Pattern WITH = Pattern.compile("(?:\\bwith|,) (\\w+) as \\(§(\\d+)\\)");

  /** A table, or what stands for one, in a block. */
  private record Named(Block block, String verb, String table, String alias, boolean given) {}

  private final TenantTables tables;
  private final List<Block> blocks;
  private final List<Named> all = new ArrayList<>();
  private final Set<Named> bound = new HashSet<>();
  private boolean listed;

  private TenantQueries(TenantTables tables, String sql) {
    this.tables = tables;
    this.blocks = SqlBlocks.of(sql);
  }

  /** The tables that are read or written for nobody in particular. */
  static Set<String> unbound(TenantTables tables, String sql) {
    TenantQueries query = new TenantQueries(tables, sql);
    query.blocks.forEach(query::read);
    query.bind();
    Set<String> found = new TreeSet<>();
    for (Named named : query.all) {
      if (tables.has(named.table) && (query.listed || !query.bound.contains(named))) {
        found.add(named.table);
      }
    }
    return found;
  }

  private void read(Block block) {
    Matcher matcher = NAMED.matcher(block.text());
    while (matcher.find()) {
      String table = matcher.group(2);
      String alias = matcher.group(3) == null ? table : matcher.group(3);
      String columns = matcher.group(4) == null ? "" : matcher.group(4);
      boolean given =
          table.startsWith("unnest(") && columns.matches(".*\\b(organization_id|project_id)\\b.*");
      all.add(new Named(block, verb(matcher, block.text()), table, alias, given));
      // tables with commas between are not understood here
      listed |= matcher.group(5) != null && matcher.group(1).equals("from");
    }
  }

  private static String verb(Matcher matcher, String text) {
    String before = text.substring(0, matcher.start()).stripTrailing();
    return matcher.group(1).equals("from") && before.endsWith("delete")
        ? "delete"
        : matcher.group(1);
  }

  private void bind() {
    boolean more = true;
    while (more) {
      more = false;
      for (Named named : all) {
        if (!bound.contains(named) && isBound(named)) {
          more = bound.add(named);
        }
      }
    }
  }

  private boolean isBound(Named named) {
    if (named.given) {
      return true;
    }
    if (named.table.startsWith("(§")) {
      return isBound(Integer.parseInt(named.table.substring(2, named.table.length() - 1)));
    }
    if (named.verb.equals("into")) {
      return inserts(named);
    }
    return isCompared(named) || isLed(named) || isChosen(named) || isCommonTable(named);
  }

  /** Whether all that a subselect reads is. */
  private boolean isBound(int number) {
    List<Named> within = all.stream().filter(named -> named.block.number() == number).toList();
    return !within.isEmpty() && bound.containsAll(within);
  }

  private boolean isCompared(Named named) {
    if (!tables.has(named.table)) {
      return false;
    }
    for (String column : tables.columns().get(named.table)) {
      String tenant = column.equals("id") ? named.table + "_id" : column;
      if (column.equals("id") && writesProject(named)) {
        continue;
      }
      String name = TenantTables.PARAMETERS.get(tenant);
      Pattern comparison =
          Pattern.compile(
              "(?<![\\w.])(?:%s\\.)?%s = (?::%s\\b|\\?)".formatted(named.alias, column, name));
      if (comparison.matcher(conditions(named.block)).find()) {
        return true;
      }
    }
    return false;
  }

  /** A project is changed for its organization. */
  private static boolean writesProject(Named named) {
    return named.table.equals("project")
        && (named.verb.equals("update") || named.verb.equals("delete"));
  }

  /** Whether its row has an id that one of a bound row has, or the other way round. */
  private boolean isLed(Named named) {
    Matcher matcher = EQUAL_IDS.matcher(conditions(named.block));
    while (matcher.find()) {
      if (!isId(matcher.group(2)) || !isId(matcher.group(4))) {
        continue;
      }
      String other =
          matcher.group(1).equals(named.alias)
              ? matcher.group(3)
              : matcher.group(3).equals(named.alias) ? matcher.group(1) : "";
      if (isBound(named.block, other)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isId(String column) {
    return column.equals("id") || column.endsWith("_id");
  }

  private boolean isBound(Block block, String alias) {
    if (bound.stream().anyMatch(n -> n.block.equals(block) && n.alias.equals(alias))) {
      return true;
    }
    return blocks.stream()
        .anyMatch(outer -> outer.number() == block.parent() && isBound(outer, alias));
  }

  private boolean isChosen(Named named) {
    Matcher matcher = CHOSEN.matcher(filters(named.block.text()));
    while (matcher.find()) {
      String alias = matcher.group(1);
      if ((alias == null || alias.equals(named.alias))
          && !hasOr(named.block)
          && isBound(Integer.parseInt(matcher.group(2)))) {
        return true;
      }
    }
    return false;
  }

  private boolean isCommonTable(Named named) {
    for (Block block : blocks) {
      Matcher matcher = WITH.matcher(block.text());
      while (matcher.find()) {
        if (matcher.group(1).equals(named.table) && isBound(Integer.parseInt(matcher.group(2)))) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean inserts(Named named) {
    Matcher matcher = INSERTED.matcher(named.block.text());
    if (!tables.has(named.table) || !matcher.find()) {
      return false;
    }
    List<String> columns = SqlBlocks.split(matcher.group(2));
    boolean selects = matcher.group(3).startsWith("select");
    String rest = matcher.group(4);
    List<String> values =
        SqlBlocks.split(
            selects
                ? rest.split(" from ", 2)[0]
                : rest.substring(0, SqlBlocks.closing("(" + rest, 0) - 1));
    for (String column : tables.columns().get(named.table)) {
      int index = columns.indexOf(column);
      if (index < 0
          || index >= values.size()
          || (column.equals("id") && columns.contains("organization_id"))) {
        continue;
      }
      String tenant = column.equals("id") ? named.table + "_id" : column;
      String value = values.get(index);
      if (value.equals("?") || value.matches(":" + TenantTables.PARAMETERS.get(tenant))) {
        return true;
      }
      if (selects
          && value.matches("(\\w+\\.)?(id|organization_id|project_id)")
          && othersAreBound(named)) {
        return true;
      }
    }
    return false;
  }

  private boolean othersAreBound(Named named) {
    List<Named> others =
        all.stream().filter(n -> n.block.equals(named.block) && !n.equals(named)).toList();
    return !others.isEmpty() && bound.containsAll(others);
  }

  /** What all rows of a block must meet; nothing where there is an {@code or} between. */
  private static String conditions(Block block) {
    return hasOr(block) ? "" : filters(SqlBlocks.withoutParentheses(block.text()));
  }

  private static boolean hasOr(Block block) {
    return filters(SqlBlocks.withoutParentheses(block.text())).contains(" or ");
  }

  /** Without what is selected, set or returned: that is no condition. */
  private static String filters(String text) {
    return text.replaceAll(" (?:do_set|returning) .*", "")
        .replaceAll("^update .*? set .*?( from | where |$)", "$1")
        .replaceAll("^(?:.* )?select .*?( from |$)", "$1");
  }
}
