package dev.hawser.tasks.internal.store;

/**
 * The client's name for a request.
 *
 * @param operation what was asked for, with the thing's id, for example {@code trigger:wf_…}
 * @param requestHash SHA-256 of what was sent
 */
public record IdempotencyClaim(String operation, String key, byte[] requestHash) {}
