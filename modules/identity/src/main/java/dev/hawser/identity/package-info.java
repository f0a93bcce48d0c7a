/**
 * Organizations, teams, users, projects and API keys: who may call Hawser. This package is what
 * other modules may use; everything else is internal. Secrets are stored as hashes only and leave
 * this module once, when they are made.
 */
@NullMarked
package dev.hawser.identity;

import org.jspecify.annotations.NullMarked;
