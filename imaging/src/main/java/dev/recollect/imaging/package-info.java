/**
 * Photos: what is accepted as one, its pixels at a size, its renditions with the event's stamp.
 *
 * <p>{@link dev.recollect.imaging.ImageEngine} is made once; {@link
 * dev.recollect.imaging.ImageProbe}, {@link dev.recollect.imaging.ImageDecoder} and {@link
 * dev.recollect.imaging.RenditionWriter} are stateless and cheap. Files that are handed in must not
 * be changed by anyone until the call returns: libvips maps them into memory, and a file that
 * shrinks meanwhile ends the process.
 */
package dev.recollect.imaging;
