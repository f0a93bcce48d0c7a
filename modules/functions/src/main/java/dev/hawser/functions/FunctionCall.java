package dev.hawser.functions;

import dev.hawser.core.tenancy.ProjectId;

/**
 * One run of a function.
 *
 * @param project whose it is; projects share the runners fairly
 * @param code the JavaScript module, as the customer wrote it: {@code export default (input, lib)
 *     => …}. What is larger than {@link FunctionSyntax#MAX_CODE} characters is not run.
 * @param inputJson the first argument as JSON in UTF-8, not copied: leave it alone until the call
 *     has ended. A setting limits its size.
 */
public record FunctionCall(ProjectId project, String code, byte[] inputJson) {}
