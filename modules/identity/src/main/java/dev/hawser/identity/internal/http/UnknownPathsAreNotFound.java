package dev.hawser.identity.internal.http;

import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.security.config.SecurityConfigurationProperties;
import jakarta.inject.Singleton;

/**
 * A path without an endpoint answers 404, with or without credentials: there is nothing to protect.
 */
@Singleton
final class UnknownPathsAreNotFound
    implements BeanCreatedEventListener<SecurityConfigurationProperties> {
  @Override
  public SecurityConfigurationProperties onCreated(
      BeanCreatedEvent<SecurityConfigurationProperties> event) {
    event.getBean().setRejectNotFound(false);
    return event.getBean();
  }
}
