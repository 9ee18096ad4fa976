package dev.recollect.imaging.vips;

/**
 * libvips' own account of its memory. What the codec libraries allocate for themselves is not in
 * it.
 *
 * @param bytes held now
 * @param peakBytes most ever held at once
 * @param allocations blocks held now
 * @param files files open now
 */
public record VipsMemory(long bytes, long peakBytes, int allocations, int files) {}
