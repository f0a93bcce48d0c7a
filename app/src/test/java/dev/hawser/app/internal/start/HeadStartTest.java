package dev.hawser.app.internal.start;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.context.ApplicationContextBuilder;
import org.junit.jupiter.api.Test;

class HeadStartTest {
  @Test
  void each_container_has_a_configuration_of_its_own() {
    HeadStart.begin();
    ApplicationContextBuilder begun = HeadStart.container();
    ApplicationContextBuilder second = HeadStart.container();
    assertThat(begun).isNotNull();
    assertThat(second).isNotNull().isNotSameAs(begun);
  }
}
