package dev.recollect.search.selfie;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A claim that ends while others still wait for its search would be taken over by each of them in
 * turn, all computing the same.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = ClaimOutlastsPatience.Check.class)
@interface ClaimOutlastsPatience {
  String message() default "recollect.selfie.claim must be longer than recollect.selfie.patience";

  Class<?>[] groups() default {};

  Class<? extends Payload>[] payload() default {};

  /** Compares the two. */
  class Check implements ConstraintValidator<ClaimOutlastsPatience, SelfieConfig> {
    @Override
    public boolean isValid(SelfieConfig config, ConstraintValidatorContext context) {
      return config.claim().compareTo(config.patience()) > 0;
    }
  }
}
