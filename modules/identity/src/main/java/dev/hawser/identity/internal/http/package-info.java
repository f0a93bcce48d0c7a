/** Endpoints, and who may call them. */
@NullMarked
package dev.hawser.identity.internal.http;

import org.jspecify.annotations.NullMarked;
