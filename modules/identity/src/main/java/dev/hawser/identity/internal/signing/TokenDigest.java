package dev.hawser.identity.internal.signing;

import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.identity.internal.hash.Sha256;
import java.nio.ByteBuffer;

/** The SHA-256 digest of a token that was presented for a project. */
record TokenDigest(ProjectId project, long a, long b, long c, long d) {
  static TokenDigest of(ProjectId project, String token) {
    ByteBuffer longs = ByteBuffer.wrap(Sha256.of(token));
    return new TokenDigest(
        project, longs.getLong(), longs.getLong(), longs.getLong(), longs.getLong());
  }

  @Override
  public int hashCode() {
    return Long.hashCode(a);
  }
}
