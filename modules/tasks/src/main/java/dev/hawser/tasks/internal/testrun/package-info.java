/**
 * Trying a workflow before it is deployed: what of a plan runs in a test, and what the steps that
 * do not run are taken to have given. A test is an execution like others once it has begun; nothing
 * here knows HTTP or the database.
 */
@NullMarked
package dev.hawser.tasks.internal.testrun;

import org.jspecify.annotations.NullMarked;
