package dev.recollect.kit.jobs;

import java.util.UUID;

/**
 * One piece of background work: something to be done to one item of one event.
 *
 * @param attempt 1 for the first try
 */
public record WorkItem(String queue, long eventId, UUID itemId, int attempt) {}
