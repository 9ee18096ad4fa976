package dev.recollect.kit.access;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What a caller needs to reach a REST method. Path parameters named {@code org_id} and {@code
 * event_id} are checked against the key. A method without this annotation, or {@link PublicAccess},
 * answers nobody.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface Access {
  Scope value();

  /** What the event must offer; all of them, checked in this order. */
  Feature[] feature() default Feature.NONE;
}
