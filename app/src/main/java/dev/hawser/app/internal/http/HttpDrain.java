package dev.hawser.app.internal.http;

import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.http.netty.channel.ChannelPipelineCustomizer;
import io.micronaut.http.server.netty.NettyServerCustomizer;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Ends HTTP so that no client sees a broken request. The framework's own graceful shutdown closes a
 * connection at once when it is idle, and under load a client that keeps connections alive has
 * often just written its next request to it. So we first close the port only; each connection ends
 * with its next answer, which says {@code Connection: close}; and only what stayed silent for a
 * while is closed from our side.
 */
@Singleton
public final class HttpDrain implements BeanCreatedEventListener<NettyServerCustomizer.Registry> {
  private final Set<Channel> listeners = ConcurrentHashMap.newKeySet();
  private final Set<Channel> connections = ConcurrentHashMap.newKeySet();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition closed = lock.newCondition();
  private volatile boolean draining;

  /** For the container. */
  public HttpDrain() {}

  @Override
  public NettyServerCustomizer.Registry onCreated(
      BeanCreatedEvent<NettyServerCustomizer.Registry> event) {
    event.getBean().register(new Customizer(null));
    return event.getBean();
  }

  /** Whether {@link #stopAccepting} was called. */
  public boolean isDraining() {
    return draining;
  }

  /**
   * Closes the port: from now on connecting is refused, and each answer is a connection's last. In
   * this order: a client that is told to connect anew while the port is still open would find its
   * connection reset when it closes.
   */
  public void stopAccepting() {
    listeners.forEach(channel -> channel.close().awaitUninterruptibly(2_000));
    draining = true;
  }

  /**
   * Waits for the connections to end.
   *
   * @return whether all did in time
   */
  public boolean awaitEnd(Duration limit) {
    long left = limit.toNanos();
    lock.lock();
    try {
      while (!connections.isEmpty()) {
        if (left <= 0) {
          return false;
        }
        left = closed.awaitNanos(left);
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }

  private void track(Channel channel) {
    connections.add(channel);
    channel
        .closeFuture()
        .addListener(
            future -> {
              connections.remove(channel);
              lock.lock();
              try {
                closed.signalAll();
              } finally {
                lock.unlock();
              }
            });
  }

  private final class Customizer implements NettyServerCustomizer {
    private final @Nullable Channel connection;

    Customizer(@Nullable Channel connection) {
      this.connection = connection;
    }

    @Override
    public NettyServerCustomizer specializeForChannel(Channel channel, ChannelRole role) {
      if (role == ChannelRole.LISTENER) {
        listeners.add(channel);
        return this;
      }
      if (role == ChannelRole.CONNECTION) {
        track(channel);
        return new Customizer(channel);
      }
      return this;
    }

    @Override
    public void onStreamPipelineBuilt() {
      if (connection != null
          && connection.pipeline().get(ChannelPipelineCustomizer.HANDLER_HTTP_SERVER_CODEC)
              != null) {
        connection
            .pipeline()
            .addAfter(
                ChannelPipelineCustomizer.HANDLER_HTTP_SERVER_CODEC,
                "hawser-last-answer",
                new LastAnswer());
      }
    }
  }

  private final class LastAnswer extends ChannelDuplexHandler {
    private boolean last;

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // whoever wrote has the promise
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
      if (draining && message instanceof HttpResponse response) {
        response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        last = true;
      }
      if (last && message instanceof LastHttpContent) {
        context.write(message, promise.unvoid()).addListener(ChannelFutureListener.CLOSE);
      } else {
        context.write(message, promise);
      }
    }
  }
}
