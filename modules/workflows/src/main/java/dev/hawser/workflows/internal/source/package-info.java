/** Documents as trees whose nodes know where they stand in the text: JSON and YAML alike. */
@NullMarked
package dev.hawser.workflows.internal.source;

import org.jspecify.annotations.NullMarked;
