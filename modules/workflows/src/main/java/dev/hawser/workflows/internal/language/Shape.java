package dev.hawser.workflows.internal.language;

import java.util.ArrayList;
import java.util.List;

/**
 * An object of the language and its fields. {@link Fields} refuses what is not here, and the
 * published schema is made of it, so the two cannot disagree.
 *
 * @param name unique in the language
 * @param about one sentence for people
 */
record Shape(String name, String about, List<Member> members) {
  Shape {
    members = List.copyOf(members);
  }

  /** One field. */
  record Member(String name, Form form, boolean required, String about) {}

  static Shape named(String name, String about) {
    return new Shape(name, about, List.of());
  }

  /** With one more field, which must be there. */
  Shape needs(String field, Form form, String description) {
    return with(new Member(field, form, true, description));
  }

  /** With one more field. */
  Shape may(String field, Form form, String description) {
    return with(new Member(field, form, false, description));
  }

  /** With the fields of another shape behind its own. */
  Shape and(Shape other) {
    List<Member> all = new ArrayList<>(members);
    all.addAll(other.members);
    return new Shape(name, about, all);
  }

  private Shape with(Member member) {
    List<Member> all = new ArrayList<>(members);
    all.add(member);
    return new Shape(name, about, all);
  }

  List<String> names() {
    return members.stream().map(Member::name).toList();
  }

  boolean has(String field) {
    return members.stream().anyMatch(member -> member.name().equals(field));
  }

  /** Its form; asking for a field that is not there is a mistake in a reader. */
  Form form(String field) {
    for (Member member : members) {
      if (member.name().equals(field)) {
        return member.form();
      }
    }
    throw new IllegalArgumentException("The shape " + name + " has no field " + field);
  }
}
