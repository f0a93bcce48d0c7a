package dev.hawser.storage;

/**
 * The place in a listing where the next page begins. Opaque; belongs to one store and one prefix;
 * stays valid when blobs come and go and, at least for an hour, when the process restarts.
 */
public record PageToken(String value) {}
