/**
 * A small binding of libvips, for this module alone: operations by name through GObject's
 * properties, so that a dozen and a half plain C signatures suffice and nothing depends on how a
 * platform passes variable arguments.
 */
package dev.recollect.imaging.vips;
