package dev.recollect.vision.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The native image metadata must follow the ONNX Runtime version in use. */
class NativeMetadataTest {
  private static final String METADATA =
      "/META-INF/native-image/dev.recollect/recollect-vision/reachability-metadata.json";

  @Test
  void everyConstructorThatJniIsPromisedExists() throws IOException {
    for (JsonNode entry : metadata().get("reflection")) {
      Class<?> type = type(entry.get("type").asText());
      for (JsonNode method : entry.path("methods")) {
        List<Class<?>> parameters = new ArrayList<>();
        method.get("parameterTypes").forEach(name -> parameters.add(type(name.asText())));
        assertThatCode(() -> type.getDeclaredConstructor(parameters.toArray(Class[]::new)))
            .as("%s%s", type.getName(), parameters)
            .doesNotThrowAnyException();
      }
    }
  }

  @Test
  void everyClassThatTheNativeLibraryNamesIsListed() throws IOException {
    TreeSet<String> listed = new TreeSet<>();
    metadata().get("reflection").forEach(entry -> listed.add(entry.get("type").asText()));
    TreeSet<String> named = new TreeSet<>();
    // Class names stand in the library as zero-terminated strings.
    Matcher names =
        Pattern.compile("\0(ai/onnxruntime/[A-Za-z$]+)(?=\0)")
            .matcher(
                new String(
                    resource("/ai/onnxruntime/native/linux-x64/libonnxruntime4j_jni.so"),
                    StandardCharsets.ISO_8859_1));
    while (names.find()) {
      named.add(names.group(1).replace('/', '.'));
    }

    assertThat(named).contains("ai.onnxruntime.OnnxTensor", "ai.onnxruntime.OrtException");
    assertThat(listed).containsAll(named);
  }

  @Test
  void everyResourceExists() throws IOException {
    for (JsonNode entry : metadata().get("resources")) {
      assertThat(NativeMetadataTest.class.getResource("/" + entry.get("glob").asText()))
          .as(entry.get("glob").asText())
          .isNotNull();
    }
  }

  private static JsonNode metadata() throws IOException {
    return new ObjectMapper().readTree(resource(METADATA));
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = NativeMetadataTest.class.getResourceAsStream(name)) {
      return in.readAllBytes();
    }
  }

  private static Class<?> type(String name) {
    try {
      return switch (name) {
        case "int" -> int.class;
        case "long" -> long.class;
        case "long[]" -> long[].class;
        default ->
            name.endsWith("[]")
                ? type(name.substring(0, name.length() - 2)).arrayType()
                : Class.forName(name, false, NativeMetadataTest.class.getClassLoader());
      };
    } catch (ClassNotFoundException e) {
      throw new IllegalArgumentException(name, e);
    }
  }
}
