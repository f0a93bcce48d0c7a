package dev.hawser.core.lock;

/**
 * The right to act as the leader of a name.
 *
 * @param fencingToken grows with every change of leader, also across a loss of all Redis data (it
 *     follows the clock of the Redis server). Whoever writes as leader hands it to Postgres, which
 *     refuses a smaller one than it saw.
 */
public record Leadership(String name, long fencingToken) {}
