/**
 * What goes through the pipes between the server and a runner process: frames with a length, read
 * with bounds, since the other side may be in strangers' hands.
 */
@NullMarked
package dev.hawser.functions.internal.wire;

import org.jspecify.annotations.NullMarked;
