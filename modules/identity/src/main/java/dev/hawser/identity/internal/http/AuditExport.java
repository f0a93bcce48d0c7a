package dev.hawser.identity.internal.http;

import java.io.InputStream;

/** An audit log as the body of an answer. */
record AuditExport(InputStream stream) {}
