package dev.recollect.kit.jobs;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * The answer to a request for another try.
 *
 * @param requeued how many items were put in line
 */
@RegisterForReflection
public record Requeued(int requeued) {}
