/** Who owns a row and who is calling. A query without one of these types does not exist. */
@NullMarked
package dev.hawser.core.tenancy;

import org.jspecify.annotations.NullMarked;
