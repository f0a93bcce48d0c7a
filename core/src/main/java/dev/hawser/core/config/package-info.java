/**
 * Settings: declared once with key, type, default and help; read from {@code hawser.yml}, the
 * environment and flags; checked all together before anything starts. A wrong setting names its
 * key, its value and what to write instead.
 */
@NullMarked
package dev.hawser.core.config;

import org.jspecify.annotations.NullMarked;
