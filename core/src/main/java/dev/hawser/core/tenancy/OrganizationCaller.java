package dev.hawser.core.tenancy;

import java.util.Set;

/**
 * Who is calling, where the call is about the organization and not about one of its projects.
 * Controllers take it as a parameter, as they take {@link Caller}.
 *
 * @param organization the tenant of the caller
 * @param subject what to write into "created by" columns and logs: {@code usr_…} for a member,
 *     {@code key_…} for an API key; never a secret
 * @param permissions what the caller may do here
 */
public record OrganizationCaller(
    OrganizationId organization, String subject, Set<Permission> permissions) {}
