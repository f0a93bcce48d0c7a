package dev.hawser.systemtest.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.Utf8Entry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds in SQL what a module must not name. */
final class Sql {
  /** Modules with a schema, which has the module's name. */
  static final List<String> SCHEMAS =
      List.of("identity", "integrations", "workflows", "tasks", "installation");

  /** A schema where SQL has one: in front of a table or behind the word. */
  private static final Pattern QUALIFIED =
      Pattern.compile(
          ("\\b(?:from|join|into|update|references|table|on|truncate|exists|only|view|sequence)"
                  + "\\s+\"?(%1$s)\"?\\s*\\."
                  + "|\\b(?:schema|search_path\\s*(?:=|to))\\s+\"?(%1$s)\\b")
              .formatted(String.join("|", SCHEMAS)),
          Pattern.CASE_INSENSITIVE);

  private static final Pattern CREATED =
      Pattern.compile("\\bcreate table (?:if not exists )?\"?(\\w+)", Pattern.CASE_INSENSITIVE);

  private static final Pattern REFERENCED =
      Pattern.compile("\\breferences \"?(\\w+)", Pattern.CASE_INSENSITIVE);

  private static final Pattern STATEMENT =
      Pattern.compile("\\s*(?:select|insert|update|delete|with)\\s", Pattern.CASE_INSENSITIVE);

  private static final Set<String> MAKERS = Set.of("prepareStatement", "createStatement");

  private Sql() {}

  /** The schemas that a text names, except the own one. */
  static Set<String> foreignSchemas(String own, String text) {
    Set<String> found = new TreeSet<>();
    Matcher matcher = QUALIFIED.matcher(text);
    while (matcher.find()) {
      String schema = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
      found.add(schema.toLowerCase(Locale.ROOT));
    }
    found.remove(own);
    return found;
  }

  /** Tables that foreign keys point to and that no script creates. */
  static Set<String> foreignTables(String scripts) {
    Set<String> tables = all(REFERENCED, scripts);
    tables.removeAll(all(CREATED, scripts));
    return tables;
  }

  /** All texts in a class file: literals and values of annotations. */
  static List<String> texts(Path classFile) {
    try {
      List<String> texts = new ArrayList<>();
      for (var entry : ClassFile.of().parse(classFile).constantPool()) {
        if (entry instanceof Utf8Entry text && text.stringValue().indexOf(' ') >= 0) {
          texts.add(text.stringValue());
        }
      }
      return texts;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The statements among the texts of a class that prepares or creates some. */
  static List<String> statements(Path classFile) {
    try {
      boolean has = false;
      for (var entry : ClassFile.of().parse(classFile).constantPool()) {
        has |= entry instanceof Utf8Entry text && MAKERS.contains(text.stringValue());
      }
      return has
          ? texts(classFile).stream().filter(text -> STATEMENT.matcher(text).lookingAt()).toList()
          : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String read(Path script) {
    try {
      return Files.readString(script).replaceAll("--.*", "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Set<String> all(Pattern pattern, String text) {
    Set<String> found = new TreeSet<>();
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      found.add(matcher.group(1).toLowerCase(Locale.ROOT));
    }
    return found;
  }
}
