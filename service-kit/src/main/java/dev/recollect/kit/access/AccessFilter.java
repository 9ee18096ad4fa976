package dev.recollect.kit.access;

import dev.recollect.kit.error.ErrorCode;
import dev.recollect.kit.error.RecollectException;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Response;
import java.lang.annotation.Annotation;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * The checks of the contract in the contract's order: key present, known and active, organisation,
 * event, feature. What is refused earlier never learns what a later check would have said.
 */
public class AccessFilter {
  private static final String KEY_HEADER = "X-API-Key";

  private final AccessDirectory directory;
  private final AccessConfig config;
  private final RateLimiter rateLimiter;
  private final Caller caller;

  AccessFilter(
      AccessDirectory directory, AccessConfig config, RateLimiter rateLimiter, Caller caller) {
    this.directory = directory;
    this.config = config;
    this.rateLimiter = rateLimiter;
    this.caller = caller;
  }

  @ServerRequestFilter(priority = Priorities.AUTHENTICATION, nonBlocking = true)
  public Uni<Response> check(ContainerRequestContext request, ResourceInfo resource) {
    checkHost(request);
    if (find(resource, PublicAccess.class).isPresent()) {
      return Uni.createFrom().nullItem();
    }
    Access access =
        find(resource, Access.class)
            .orElseThrow(() -> RecollectException.forbidden("This path is not open to callers"));
    String key = request.getHeaderString(KEY_HEADER);
    if (key == null || key.isBlank()) {
      throw new RecollectException(ErrorCode.UNAUTHENTICATED, "The X-API-Key header is missing");
    }
    return directory
        .findKey(KeyHash.of(key.strip()))
        .invoke(grant -> admit(grant, access.value()))
        .chain(grant -> enterEvent(request, access))
        .replaceWith((Response) null);
  }

  private void admit(Optional<KeyGrant> found, Scope needed) {
    KeyGrant grant =
        found
            .filter(KeyGrant::active)
            .orElseThrow(() -> RecollectException.forbidden("The API key is not valid"));
    rateLimiter.spend(grant.keyId());
    if (!grant.scopes().contains(needed)) {
      throw RecollectException.forbidden(
          "The API key lacks the scope " + needed.name().toLowerCase(java.util.Locale.ROOT));
    }
    caller.admit(grant);
  }

  private Uni<Void> enterEvent(ContainerRequestContext request, Access access) {
    KeyGrant grant = caller.grant();
    Optional<Long> organisation = pathId(request, "org_id");
    if (organisation.isPresent() && !mayUsePath(request, grant, organisation.get())) {
      throw RecollectException.forbidden("The API key does not belong to this organisation");
    }
    Optional<Long> eventId = pathId(request, "event_id");
    if (eventId.isEmpty()) {
      return Uni.createFrom().voidItem();
    }
    return directory
        .findEvent(eventId.get())
        .invoke(
            found -> {
              EventAccess event =
                  found
                      .filter(e -> grant.mayActFor(e.organisationId()))
                      .filter(
                          e -> organisation.isEmpty() || organisation.get() == e.organisationId())
                      .orElseThrow(() -> RecollectException.notFound("Event not found"));
              caller.enter(event);
              List.of(access.feature()).forEach(caller::require);
            })
        .replaceWithVoid();
  }

  /** The operator's key administers; the public API knows only keys of an organisation. */
  private static boolean mayUsePath(
      ContainerRequestContext request, KeyGrant grant, long organisation) {
    boolean admin = request.getUriInfo().getPath().startsWith("/api/v1/admin/");
    return admin ? grant.mayActFor(organisation) : grant.organisationId() == organisation;
  }

  private void checkHost(ContainerRequestContext request) {
    String host = request.getUriInfo().getRequestUri().getHost();
    if (config.allowedHosts().filter(allowed -> !isAmong(allowed, host)).isPresent()) {
      throw RecollectException.forbidden("This host is not served");
    }
  }

  private static boolean isAmong(Set<String> allowed, String host) {
    return allowed.stream().anyMatch(name -> name.equalsIgnoreCase(host));
  }

  /** A positive id out of the path; 422 for anything else. */
  private static Optional<Long> pathId(ContainerRequestContext request, String name) {
    String text = request.getUriInfo().getPathParameters().getFirst(name);
    if (text == null) {
      return Optional.empty();
    }
    try {
      long id = Long.parseLong(text);
      if (id > 0) {
        return Optional.of(id);
      }
    } catch (NumberFormatException notANumber) {
      // Falls through to the one message.
    }
    throw RecollectException.invalidField(name, "must be a positive whole number");
  }

  private static <A extends Annotation> Optional<A> find(ResourceInfo resource, Class<A> type) {
    A onMethod = resource.getResourceMethod().getAnnotation(type);
    return Optional.ofNullable(
        onMethod != null ? onMethod : resource.getResourceClass().getAnnotation(type));
  }
}
