package dev.hawser.workflows.internal.transfer;

import dev.hawser.core.tenancy.ProjectId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is to be copied.
 *
 * @param from the project that has it
 * @param workflows names or ids; null for all
 * @param state which definition of each
 * @param placing where each goes
 */
public record Transfer(
    ProjectId from, @Nullable List<String> workflows, State state, Placing placing) {
  /** Which definition of a workflow. */
  public enum State {
    DRAFT,
    DEPLOYED
  }

  /** Where a copy goes. */
  public enum Placing {
    /** To the draft of the workflow of the same name, if there is one. */
    MATCHING,
    /** To a workflow of its own, under another name if it must be. */
    NEW
  }

  /** What becomes of a workflow or an event. */
  public enum Action {
    ADD,
    MODIFY,
    /** It is there, the same. */
    IDENTICAL,
    /** It is there, and another; or it cannot be copied. */
    KEEP
  }

  /**
   * What somebody should know.
   *
   * @param isWarning whether the workflow cannot be deployed as it is
   * @param pointer into the definition; empty for all of it
   */
  public record Message(boolean isWarning, String text, String pointer) {
    static Message info(String text) {
      return new Message(false, text, "");
    }

    static Message warning(String text) {
      return new Message(true, text, "");
    }
  }

  /**
   * A workflow that is copied.
   *
   * @param source the id there
   * @param target the id here; null when it is not copied
   * @param name here
   */
  public record Item(
      Action action, String source, @Nullable String target, String name, List<Message> messages) {
    public Item {
      messages = List.copyOf(messages);
    }
  }

  /** An app event that copied workflows name. */
  public record Event(Action action, String name, List<Message> messages) {
    public Event {
      messages = List.copyOf(messages);
    }
  }

  /** What was copied, or would be. */
  public record Result(List<Item> workflows, List<Event> events) {
    public Result {
      workflows = List.copyOf(workflows);
      events = List.copyOf(events);
    }
  }
}
