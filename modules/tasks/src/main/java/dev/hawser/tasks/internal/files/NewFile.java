package dev.hawser.tasks.internal.files;

import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.tasks.ExecutionId;
import java.io.InputStream;

/**
 * A file that is about to be stored.
 *
 * @param execution the one that it is made for; kept with the bytes, so that a file whose execution
 *     never came to be can be told
 * @param name one that {@link FileNames} lets pass
 * @param type one that {@link MediaTypes} lets pass
 * @param bytes read to its end, and not closed
 * @param limit how many bytes it may have
 */
public record NewFile(
    ProjectId project,
    ExecutionId execution,
    String name,
    String type,
    InputStream bytes,
    long limit) {}
