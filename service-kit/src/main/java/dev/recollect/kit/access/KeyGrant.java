package dev.recollect.kit.access;

import java.util.Set;

/**
 * What a known API key allows.
 *
 * @param organisationId 0 for the operator's key, which is for administration only and sees every
 *     organisation
 */
public record KeyGrant(long keyId, long organisationId, boolean active, Set<Scope> scopes) {

  public boolean isOperator() {
    return organisationId == 0;
  }

  public boolean mayActFor(long organisation) {
    return isOperator() || organisationId == organisation;
  }
}
