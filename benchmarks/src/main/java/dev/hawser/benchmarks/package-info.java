/**
 * Load benchmarks against the packaged jar. They print figures and assert nothing: machines differ,
 * so results are compared within one run.
 */
@NullMarked
package dev.hawser.benchmarks;

import org.jspecify.annotations.NullMarked;
