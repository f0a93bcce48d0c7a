package dev.hawser.workflows;

import dev.hawser.core.tenancy.ProjectId;

/**
 * One version of a workflow, ready to run. Immutable: a workflow and a version number always give
 * the same plan.
 *
 * @param version counts from 1 in each workflow
 */
public record DeployedWorkflow(
    WorkflowId id, ProjectId project, int version, String name, Plan plan) {}
