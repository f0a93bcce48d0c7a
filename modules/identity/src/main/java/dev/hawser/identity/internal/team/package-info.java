/** The organization and its teams: names, and who is in which team. People are elsewhere. */
@NullMarked
package dev.hawser.identity.internal.team;

import org.jspecify.annotations.NullMarked;
