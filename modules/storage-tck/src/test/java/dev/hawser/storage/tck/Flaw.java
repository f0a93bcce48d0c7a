package dev.hawser.storage.tck;

/** What a careless store gets wrong; each makes a test of the contract fail. */
enum Flaw {
  /** Takes a failed condition as it is, also when an earlier attempt may have made it fail. */
  MEETS_ITSELF,
  /** Takes every failed condition after a retry for its own success. */
  BELIEVES_IN_ITSELF,
  /** Sends everything once. */
  NEVER_RETRIES,
  /** Calls it unavailable when nobody knows whether a blob was stored. */
  HIDES_DOUBT,
  /** Takes the end of a connection for the end of a blob. */
  READS_SHORT,
  /** Stores a large blob part by part under its key. */
  SHOWS_PARTS,
  /** Sees no difference between a bucket and a blob that is missing. */
  OVERLOOKS_BUCKETS,
  /** Says unavailable when it was refused. */
  MISTAKES_DENIAL,
  /** Tells its own idea of when a blob was put, seconds off the service's. */
  MISDATES,
  /** Tells less of a blob that it has put than is stored. */
  TELLS_NO_METADATA
}
