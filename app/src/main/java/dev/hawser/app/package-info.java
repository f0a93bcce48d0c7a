/**
 * The deployable: puts the modules together, starts and stops them, and serves their pages. Nobody
 * depends on it, and no feature lives here.
 */
@NullMarked
package dev.hawser.app;

import org.jspecify.annotations.NullMarked;
