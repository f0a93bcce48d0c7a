/**
 * Pictures of users and organizations. What people send is never kept or served: its structure is
 * checked, the bare picture is decoded, scaled and encoded anew. The JDK's image library is loaded
 * by the first upload and not by the start.
 */
@NullMarked
package dev.hawser.identity.internal.image;

import org.jspecify.annotations.NullMarked;
