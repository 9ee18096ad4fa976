package dev.recollect.imaging.vips;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;

/**
 * Every function of libvips, GObject, GLib and libheif that is called, with its C signature. Native
 * images need each distinct signature in {@code reachability-metadata.json}; a test compares the
 * two.
 */
@SuppressWarnings("ImmutableEnumChecker") // function descriptors are immutable
enum NativeFunctions {
  VIPS_INIT("vips_init", FunctionDescriptor.of(JAVA_INT, ADDRESS)),
  VIPS_CONCURRENCY_SET("vips_concurrency_set", FunctionDescriptor.ofVoid(JAVA_INT)),
  VIPS_CACHE_SET_MAX("vips_cache_set_max", FunctionDescriptor.ofVoid(JAVA_INT)),
  VIPS_OPERATION_BLOCK_SET(
      "vips_operation_block_set", FunctionDescriptor.ofVoid(ADDRESS, JAVA_INT)),
  VIPS_OPERATION_NEW("vips_operation_new", FunctionDescriptor.of(ADDRESS, ADDRESS)),
  VIPS_OBJECT_SET_ARGUMENT_FROM_STRING(
      "vips_object_set_argument_from_string",
      FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS)),
  VIPS_OBJECT_BUILD("vips_object_build", FunctionDescriptor.of(JAVA_INT, ADDRESS)),
  VIPS_OBJECT_UNREF_OUTPUTS("vips_object_unref_outputs", FunctionDescriptor.ofVoid(ADDRESS)),
  VIPS_ERROR_CLEAR("vips_error_clear", FunctionDescriptor.ofVoid()),
  VIPS_ERROR_BUFFER_COPY("vips_error_buffer_copy", FunctionDescriptor.of(ADDRESS)),
  VIPS_SOURCE_NEW_FROM_FILE("vips_source_new_from_file", FunctionDescriptor.of(ADDRESS, ADDRESS)),
  VIPS_SOURCE_NEW_FROM_MEMORY(
      "vips_source_new_from_memory", FunctionDescriptor.of(ADDRESS, ADDRESS, JAVA_LONG)),
  VIPS_TARGET_NEW_TO_FILE("vips_target_new_to_file", FunctionDescriptor.of(ADDRESS, ADDRESS)),
  VIPS_IMAGE_NEW_FROM_MEMORY_COPY(
      "vips_image_new_from_memory_copy",
      FunctionDescriptor.of(ADDRESS, ADDRESS, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT)),
  VIPS_IMAGE_COPY_MEMORY("vips_image_copy_memory", FunctionDescriptor.of(ADDRESS, ADDRESS)),
  VIPS_IMAGE_WRITE_TO_MEMORY(
      "vips_image_write_to_memory", FunctionDescriptor.of(ADDRESS, ADDRESS, ADDRESS)),
  VIPS_IMAGE_GET_WIDTH("vips_image_get_width", FunctionDescriptor.of(JAVA_INT, ADDRESS)),
  VIPS_IMAGE_GET_HEIGHT("vips_image_get_height", FunctionDescriptor.of(JAVA_INT, ADDRESS)),
  VIPS_IMAGE_GET_BANDS("vips_image_get_bands", FunctionDescriptor.of(JAVA_INT, ADDRESS)),
  VIPS_IMAGE_GET_ORIENTATION(
      "vips_image_get_orientation", FunctionDescriptor.of(JAVA_INT, ADDRESS)),
  VIPS_IMAGE_HASALPHA("vips_image_hasalpha", FunctionDescriptor.of(JAVA_INT, ADDRESS)),
  VIPS_IMAGE_GET_TYPEOF(
      "vips_image_get_typeof", FunctionDescriptor.of(JAVA_LONG, ADDRESS, ADDRESS)),
  VIPS_IMAGE_GET_BLOB(
      "vips_image_get_blob", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS)),
  VIPS_IMAGE_SET_INT("vips_image_set_int", FunctionDescriptor.ofVoid(ADDRESS, ADDRESS, JAVA_INT)),
  VIPS_TYPE_FIND("vips_type_find", FunctionDescriptor.of(JAVA_LONG, ADDRESS, ADDRESS)),
  VIPS_TRACKED_GET_MEM("vips_tracked_get_mem", FunctionDescriptor.of(JAVA_LONG)),
  VIPS_TRACKED_GET_MEM_HIGHWATER(
      "vips_tracked_get_mem_highwater", FunctionDescriptor.of(JAVA_LONG)),
  VIPS_TRACKED_GET_ALLOCS("vips_tracked_get_allocs", FunctionDescriptor.of(JAVA_INT)),
  VIPS_TRACKED_GET_FILES("vips_tracked_get_files", FunctionDescriptor.of(JAVA_INT)),
  G_TYPE_FROM_NAME("g_type_from_name", FunctionDescriptor.of(JAVA_LONG, ADDRESS)),
  G_VALUE_INIT("g_value_init", FunctionDescriptor.of(ADDRESS, ADDRESS, JAVA_LONG)),
  G_VALUE_SET_STRING("g_value_set_string", FunctionDescriptor.ofVoid(ADDRESS, ADDRESS)),
  G_VALUE_SET_OBJECT("g_value_set_object", FunctionDescriptor.ofVoid(ADDRESS, ADDRESS)),
  G_VALUE_DUP_OBJECT("g_value_dup_object", FunctionDescriptor.of(ADDRESS, ADDRESS)),
  G_VALUE_UNSET("g_value_unset", FunctionDescriptor.ofVoid(ADDRESS)),
  G_OBJECT_SET_PROPERTY(
      "g_object_set_property", FunctionDescriptor.ofVoid(ADDRESS, ADDRESS, ADDRESS)),
  G_OBJECT_GET_PROPERTY(
      "g_object_get_property", FunctionDescriptor.ofVoid(ADDRESS, ADDRESS, ADDRESS)),
  G_OBJECT_UNREF("g_object_unref", FunctionDescriptor.ofVoid(ADDRESS)),
  G_SETENV("g_setenv", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_INT)),
  G_FREE("g_free", FunctionDescriptor.ofVoid(ADDRESS)),
  HEIF_HAVE_DECODER_FOR_FORMAT(
      "heif_have_decoder_for_format", FunctionDescriptor.of(JAVA_INT, JAVA_INT));

  private final String symbol;
  private final FunctionDescriptor descriptor;

  NativeFunctions(String symbol, FunctionDescriptor descriptor) {
    this.symbol = symbol;
    this.descriptor = descriptor;
  }

  String symbol() {
    return symbol;
  }

  FunctionDescriptor descriptor() {
    return descriptor;
  }

  /** Whether a machine may lack it: libheif alone is optional. */
  boolean optional() {
    return this == HEIF_HAVE_DECODER_FOR_FORMAT;
  }
}
