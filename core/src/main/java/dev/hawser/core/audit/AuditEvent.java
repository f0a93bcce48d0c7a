package dev.hawser.core.audit;

import dev.hawser.core.tenancy.Caller;
import dev.hawser.core.tenancy.OrganizationCaller;
import dev.hawser.core.tenancy.OrganizationId;
import dev.hawser.core.tenancy.ProjectId;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Something that somebody did, for the audit log of the organization. Texts that are too long are
 * cut; never put a secret into one.
 *
 * @param organization whose log it is for
 * @param project null when it is about the organization
 * @param actor who did it: {@code usr_…}, {@code key_…}, {@code operator} or {@code system}
 * @param action module and what happened, for example {@code workflows.deployed}
 * @param targetType what it was done to, for example {@code workflow}; empty when that is clear
 * @param targetId which one, by its id or name; empty when there is only one
 * @param details texts, whole numbers, truth values and lists of texts, by name
 */
public record AuditEvent(
    OrganizationId organization,
    @Nullable ProjectId project,
    String actor,
    String action,
    String targetType,
    String targetId,
    Map<String, Object> details) {
  /** How many texts a list may have. */
  public static final int MAX_LIST = 500;

  static final int MAX_TEXT = 500;
  static final int MAX_DETAILS = 32;
  private static final Pattern ACTION = Pattern.compile("[a-z-]+(\\.[a-z-]+)+");
  private static final Pattern NAME = Pattern.compile("[a-zA-Z][a-zA-Z0-9-]{0,63}");

  public AuditEvent {
    if (!ACTION.matcher(action).matches()) {
      throw new IllegalArgumentException("Not an action: " + action);
    }
    actor = text(actor);
    targetType = text(targetType);
    targetId = text(targetId);
    details = Map.copyOf(clean(details));
  }

  /** By a caller of a project. */
  public static AuditEvent by(Caller caller, String action) {
    return of(caller.organization(), caller.project(), caller.subject(), action);
  }

  /** By a caller of the organization. */
  public static AuditEvent by(OrganizationCaller caller, String action) {
    return of(caller.organization(), null, caller.subject(), action);
  }

  /** By anybody. */
  public static AuditEvent of(
      OrganizationId organization, @Nullable ProjectId project, String actor, String action) {
    return new AuditEvent(organization, project, actor, action, "", "", Map.of());
  }

  /** The same in a project. */
  public AuditEvent in(ProjectId where) {
    return new AuditEvent(organization, where, actor, action, targetType, targetId, details);
  }

  /** The same on a thing: {@code on("workflow", id)}. */
  public AuditEvent on(String type, Object id) {
    return new AuditEvent(organization, project, actor, action, type, id.toString(), details);
  }

  /**
   * The same with a detail; null leaves it out.
   *
   * @param value a text, a number, a truth value, or a list of texts; anything else is written as
   *     its text
   */
  public AuditEvent with(String name, @Nullable Object value) {
    if (value == null) {
      return this;
    }
    Map<String, Object> more = new TreeMap<>(details);
    more.put(name, value);
    return new AuditEvent(organization, project, actor, action, targetType, targetId, more);
  }

  private static Map<String, Object> clean(Map<String, Object> details) {
    if (details.size() > MAX_DETAILS) {
      throw new IllegalArgumentException("More than " + MAX_DETAILS + " details");
    }
    Map<String, Object> clean = new TreeMap<>();
    details.forEach(
        (name, value) -> {
          if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("Not the name of a detail: " + name);
          }
          clean.put(name, clean(value));
        });
    return clean;
  }

  private static Object clean(Object value) {
    return switch (value) {
      case Long number -> number;
      case Integer number -> number.longValue();
      case Boolean truth -> truth;
      case Collection<?> list ->
          list.stream().limit(MAX_LIST).map(item -> text(String.valueOf(item))).toList();
      default -> text(value.toString());
    };
  }

  /** At most so long, and only what every store can keep. */
  private static String text(String any) {
    int end = any.length();
    if (end > MAX_TEXT) {
      end = Character.isHighSurrogate(any.charAt(MAX_TEXT - 2)) ? MAX_TEXT - 2 : MAX_TEXT - 1;
    }
    StringBuilder out = new StringBuilder(end + 1);
    for (int i = 0; i < end; ) {
      int c = any.codePointAt(i);
      boolean kept = c != 0 && (c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE);
      out.appendCodePoint(kept ? c : 0xFFFD);
      i += Character.charCount(c);
    }
    return end < any.length() ? out.append('…').toString() : out.toString();
  }
}
