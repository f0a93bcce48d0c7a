/** The management API of workflows. */
@NullMarked
package dev.hawser.workflows.internal.http;

import org.jspecify.annotations.NullMarked;
