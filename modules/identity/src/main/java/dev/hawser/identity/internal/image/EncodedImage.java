package dev.hawser.identity.internal.image;

/**
 * A picture that this server has made itself.
 *
 * @param mediaType {@code image/png} or {@code image/jpeg}
 */
record EncodedImage(String mediaType, int width, int height, byte[] bytes) {}
