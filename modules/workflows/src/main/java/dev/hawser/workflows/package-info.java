/**
 * The configuration plane: workflow definitions, their validation, versions and deployment. What
 * other modules see is here: the compiled {@link dev.hawser.workflows.Plan} and {@link
 * dev.hawser.workflows.DeployedWorkflows}. Running plans, queues and history are the business of
 * the tasks module.
 */
@NullMarked
package dev.hawser.workflows;

import org.jspecify.annotations.NullMarked;
