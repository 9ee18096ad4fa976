package dev.recollect.kit.outbound;

import dev.recollect.kit.outbound.OutboundException.Kind;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import okhttp3.HttpUrl;

/** Decides which addresses are called. Blocks for as long as finding a host takes. */
final class Destinations {
  private static final int MAX_LENGTH = 2048;

  /** Short, octal or in one number: others read them otherwise than we do. */
  private static final Pattern NUMBERS = Pattern.compile("[0-9.]+");

  private final OutboundConfig config;
  private final Set<String> allowedHosts;
  private final NameResolver resolver;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  Destinations(OutboundConfig config, NameResolver resolver) {
    this.config = config;
    this.resolver = resolver;
    this.allowedHosts =
        config.allowedHosts().orElse(Set.of()).stream()
            .map(host -> host.strip().toLowerCase(Locale.ROOT))
            .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * Checks an address as it was given.
   *
   * @throws OutboundException saying what is wrong with it
   */
  Destination of(String address) throws OutboundException {
    if (address.length() > MAX_LENGTH) {
      throw OutboundException.refused("the address is longer than " + MAX_LENGTH + " characters");
    }
    HttpUrl url = HttpUrl.parse(address);
    if (url == null) {
      throw OutboundException.refused("the address is no http or https URL");
    }
    return of(url);
  }

  /** Checks the address itself, then every address its host has. */
  Destination of(HttpUrl url) throws OutboundException {
    if (!url.encodedUsername().isEmpty() || !url.encodedPassword().isEmpty()) {
      throw OutboundException.refused("the address must not carry a user name or password");
    }
    boolean allowed = allowedHosts.contains(url.host());
    if (!allowed && !config.ports().contains(url.port())) {
      throw OutboundException.refused(
          "port %d is not called; these are: %s"
              .formatted(url.port(), new TreeSet<>(config.ports())));
    }
    List<InetAddress> addresses = List.of(resolve(url.host()));
    if (!allowed) {
      for (InetAddress address : addresses) {
        var lies = AddressRules.notPublic(address);
        if (lies.isPresent()) {
          throw OutboundException.refused(
              "%s is not called: it lies in %s".formatted(url.host(), lies.get()));
        }
        if (NUMBERS.matcher(url.host()).matches() && !address.getHostAddress().equals(url.host())) {
          throw OutboundException.refused(
              url.host() + " is not called: addresses are written as four decimal numbers");
        }
      }
    }
    return new Destination(url, addresses);
  }

  /** The system's resolver has no time limit of its own. */
  private InetAddress[] resolve(String host) throws OutboundException {
    Duration limit = config.connectTimeout();
    Future<InetAddress[]> lookup = threads.submit(() -> resolver.resolve(host));
    try {
      return lookup.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException unknown) {
      throw new OutboundException(
          Kind.UNREACHABLE, "the host " + host + " cannot be found", unknown.getCause());
    } catch (TimeoutException slow) {
      throw new OutboundException(
          Kind.TIMED_OUT, "the host " + host + " was not found in time", slow);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new OutboundException(Kind.UNREACHABLE, "the call was stopped", stopped);
    }
  }
}
