/**
 * The shared kernel. Its rooms (sub-packages) are public: identifiers, errors, time, tenancy,
 * paging, JSON, settings, Postgres, Redis, locks, HTTP. Nothing here knows a module above it, and
 * nothing here is about one feature: what only one module needs lives in that module.
 */
@NullMarked
package dev.hawser.core;

import org.jspecify.annotations.NullMarked;
