package dev.hawser.core.cache;

import java.util.regex.Pattern;

/**
 * The name of a cache entry. Another format is another key, so replicas of two releases never read
 * each other's bytes.
 *
 * @param namespace what kind of thing it is, one of a few: lower case letters, digits and dashes.
 *     It labels the metrics.
 * @param format the number of the value's format; raise it with each change of the format
 * @param id which thing it is, 1 to 512 characters without control characters; where tenants have
 *     things of their own, it contains the tenant's id
 */
public record CacheKey(String namespace, int format, String id) {
  private static final Pattern NAMESPACE = Pattern.compile("[a-z][a-z0-9-]{0,39}");
  private static final int MAX_ID = 512;

  public CacheKey {
    if (!NAMESPACE.matcher(namespace).matches()) {
      throw new IllegalArgumentException("Not a namespace: " + namespace);
    }
    if (id.isEmpty() || id.length() > MAX_ID || id.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException("Not the id of a cache entry in " + namespace);
    }
  }

  /** The key in Redis. */
  @Override
  public String toString() {
    return "hawser:cache:" + namespace + ":" + format + ":" + id;
  }
}
