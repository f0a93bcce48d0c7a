package dev.hawser.core.tenancy;

import dev.hawser.core.id.TypedId;
import io.micronaut.core.convert.ConversionContext;
import io.micronaut.data.model.runtime.convert.AttributeConverter;
import jakarta.inject.Singleton;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link Tenant} is in a statement: an {@link OrganizationId} or a {@link ProjectId}. Rows
 * are read into UUIDs, so there is no way back.
 */
@Singleton
public final class TenantColumn implements AttributeConverter<TypedId, UUID> {
  @Override
  public @Nullable UUID convertToPersistedValue(@Nullable TypedId id, ConversionContext context) {
    return id == null ? null : id.value();
  }

  @Override
  public TypedId convertToEntityValue(@Nullable UUID value, ConversionContext context) {
    throw new UnsupportedOperationException("a row has the UUID of its tenant");
  }
}
