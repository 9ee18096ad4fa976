package dev.recollect.kit.outbound;

import java.time.Duration;

/**
 * What one call may cost.
 *
 * @param maxBytes of the answer's body
 * @param total from the first look-up to the last byte read, all redirects included
 */
public record OutboundLimits(long maxBytes, Duration total) {}
