/**
 * From a document to a plan: reads a definition, reports all its mistakes at once, and compiles
 * what is right. Knows nothing of storage or HTTP.
 */
@NullMarked
package dev.hawser.workflows.internal.language;

import org.jspecify.annotations.NullMarked;
