/** Cursor paging, the same everywhere: items and the cursor of the next page. */
@NullMarked
package dev.hawser.core.page;

import org.jspecify.annotations.NullMarked;
