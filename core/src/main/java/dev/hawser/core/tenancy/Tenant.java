package dev.hawser.core.tenancy;

import io.micronaut.data.annotation.TypeDef;
import io.micronaut.data.model.DataType;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Whose rows a method of a repository is about: on its {@code OrganizationId organization} or
 * {@code ProjectId project}, which goes into the statement as the UUID that it holds. With the name
 * of a component of the repository's row, Micronaut Data would take that component's converter.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
@TypeDef(type = DataType.UUID, converter = TenantColumn.class)
public @interface Tenant {}
