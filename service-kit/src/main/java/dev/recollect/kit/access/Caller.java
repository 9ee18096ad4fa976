package dev.recollect.kit.access;

import dev.recollect.kit.error.RecollectException;
import jakarta.enterprise.context.RequestScoped;

/**
 * Who sent the request and, where the path names one, for which event; set before a resource runs.
 */
@RequestScoped
public class Caller {
  private KeyGrant grant;
  private EventAccess event;

  /**
   * @throws IllegalStateException on a public resource
   */
  public KeyGrant grant() {
    if (grant == null) {
      throw new IllegalStateException("no key was checked for this request");
    }
    return grant;
  }

  /**
   * @throws IllegalStateException where the path has no {@code event_id}
   */
  public EventAccess event() {
    if (event == null) {
      throw new IllegalStateException("no event was checked for this request");
    }
    return event;
  }

  void admit(KeyGrant admitted) {
    this.grant = admitted;
  }

  void enter(EventAccess entered) {
    this.event = entered;
  }

  /**
   * @throws RecollectException 403 unless the event has the feature
   */
  public void require(Feature feature) {
    if (!event().offers(feature)) {
      throw RecollectException.forbidden(feature.title() + " is not enabled for this event");
    }
  }
}
