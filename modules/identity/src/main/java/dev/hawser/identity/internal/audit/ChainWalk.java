package dev.hawser.identity.internal.audit;

import dev.hawser.core.tenancy.OrganizationId;
import org.jspecify.annotations.Nullable;

/** Goes along a chain and stops at the first link that does not hold. Not for concurrent use. */
final class ChainWalk {
  private final OrganizationId organization;
  private final @Nullable Anchor anchor;
  private long sequence;
  private ChainHash hash;
  private long walked;
  private @Nullable Break broken;

  /**
   * A place in a chain that somebody has noted outside of it.
   *
   * @param hash what the chain had there
   */
  record Anchor(long sequence, ChainHash hash) {}

  /** The first link that does not hold. */
  record Break(long sequence, String reason) {}

  /**
   * Begins behind a link that is known.
   *
   * @param sequence of that link; 0 at the very beginning
   */
  ChainWalk(OrganizationId organization, long sequence, ChainHash hash, @Nullable Anchor anchor) {
    this.organization = organization;
    this.sequence = sequence;
    this.hash = hash;
    this.anchor = anchor;
    compareAnchor();
  }

  /** The same without an anchor. */
  ChainWalk(OrganizationId organization, long sequence, ChainHash hash) {
    this(organization, sequence, hash, null);
  }

  /** Takes the next link; false when the walk has ended. */
  boolean step(Entry entry) {
    if (broken != null) {
      return false;
    }
    long next = sequence + 1;
    if (entry.sequence() != next) {
      return end(next, "the entry is missing");
    }
    if (!hash.next(entry.text()).equals(entry.hash())) {
      return end(next, "the entry, or its hash, is not what was recorded");
    }
    var fields = entry.fields();
    if (!organization.toString().equals(fields.get("organization"))
        || !Long.valueOf(next).equals(fields.get("sequence"))) {
      return end(next, "the entry belongs to another place");
    }
    sequence = next;
    hash = entry.hash();
    walked++;
    compareAnchor();
    return broken == null;
  }

  /** Says that the chain is to be over here. */
  void finish(long lastSequence, ChainHash lastHash) {
    if (broken != null) {
      return;
    }
    if (sequence < lastSequence) {
      end(sequence + 1, "the entry is missing");
    } else if (sequence > lastSequence) {
      end(lastSequence + 1, "the entry is behind the end of the log");
    } else if (!hash.equals(lastHash)) {
      end(lastSequence, "the log ends with another hash");
    }
  }

  private void compareAnchor() {
    if (anchor != null && anchor.sequence() == sequence && !anchor.hash().equals(hash)) {
      end(sequence, "the hash is not the one that was noted outside");
    }
  }

  private boolean end(long at, String reason) {
    broken = new Break(at, reason);
    return false;
  }

  long sequence() {
    return sequence;
  }

  ChainHash hash() {
    return hash;
  }

  /** How many links hold. */
  long walked() {
    return walked;
  }

  @Nullable Break broken() {
    return broken;
  }
}
