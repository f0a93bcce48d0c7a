package dev.hawser.workflows.internal.deploy;

import dev.hawser.workflows.internal.language.DefinitionCompiler;
import io.micronaut.context.event.ApplicationEventListener;
import io.micronaut.context.event.StartupEvent;
import jakarta.inject.Singleton;

/** Gets the expression language ready beside the start, so that no first request pays for it. */
@Singleton
final class WarmUp implements ApplicationEventListener<StartupEvent> {
  private final DefinitionCompiler compiler;

  WarmUp(DefinitionCompiler compiler) {
    this.compiler = compiler;
  }

  @Override
  public void onApplicationEvent(StartupEvent event) {
    Thread.ofVirtual().name("expressions-warm-up").start(compiler::warmUp);
  }
}
