/**
 * The organizations of an installation, as its operator sees and makes them. What an organization's
 * own members see of it is in the package team.
 */
@NullMarked
package dev.hawser.identity.internal.organization;

import org.jspecify.annotations.NullMarked;
