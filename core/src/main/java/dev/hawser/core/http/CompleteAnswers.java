package dev.hawser.core.http;

import io.micronaut.context.annotation.Replaces;
import io.micronaut.serde.config.SerializationConfiguration;
import io.micronaut.serde.config.annotation.SerdeConfig.SerInclude;
import jakarta.inject.Singleton;

/** Answers leave out what is null and nothing else: a list without entries is an empty list. */
@Singleton
@Replaces(SerializationConfiguration.class)
final class CompleteAnswers implements SerializationConfiguration {

  @Override
  public SerInclude getInclusion() {
    return SerInclude.NON_ABSENT;
  }

  @Override
  public boolean isAlwaysSerializeErrorsAsList() {
    return true;
  }
}
