package dev.hawser.storage;

/** What must hold at the moment when a put becomes visible. */
public sealed interface PutCondition {
  PutCondition ALWAYS = new Always();
  PutCondition IF_ABSENT = new IfAbsent();

  /** The blob that is there must have this tag. It fails, too, when there is none. */
  static PutCondition ifMatch(ETag etag) {
    return new IfMatch(etag);
  }

  /** No condition. */
  record Always() implements PutCondition {}

  /** There must be no blob under the key. */
  record IfAbsent() implements PutCondition {}

  /** The blob that is there must have this tag. */
  record IfMatch(ETag etag) implements PutCondition {}
}
