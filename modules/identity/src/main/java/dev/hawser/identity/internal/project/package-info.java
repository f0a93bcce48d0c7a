/**
 * Projects: their settings, who may see them, and their place in the chain from development to
 * production. What belongs to a project is kept by others.
 */
@NullMarked
package dev.hawser.identity.internal.project;

import org.jspecify.annotations.NullMarked;
