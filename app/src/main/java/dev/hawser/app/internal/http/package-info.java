/** What the deployable itself serves over HTTP: pages, API description, metrics; and draining. */
@NullMarked
package dev.hawser.app.internal.http;

import org.jspecify.annotations.NullMarked;
