/**
 * Who owns a row and who is calling. Services take these types; the queries below them compare the
 * rows' organization or project with it, or are on the list of exceptions that the build checks
 * (docs/decisions/0026-no-row-level-security.md).
 */
@NullMarked
package dev.hawser.core.tenancy;

import org.jspecify.annotations.NullMarked;
