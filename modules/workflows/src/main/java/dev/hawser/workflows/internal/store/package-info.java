/** Drafts and versions in Postgres, and the rules by which they change. */
@NullMarked
package dev.hawser.workflows.internal.store;

import org.jspecify.annotations.NullMarked;
