/**
 * Real servers for tests: one PostgreSQL and one Redis per JVM, as durable as in production. Start
 * at {@link dev.hawser.testing.TestServers}. Only for test class paths; nothing here knows a module
 * of Hawser but {@code embedded}.
 */
@NullMarked
package dev.hawser.testing;

import org.jspecify.annotations.NullMarked;
