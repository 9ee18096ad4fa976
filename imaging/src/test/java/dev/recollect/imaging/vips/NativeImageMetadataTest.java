package dev.recollect.imaging.vips;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class NativeImageMetadataTest {
  private static final String METADATA =
      "/META-INF/native-image/dev.recollect/recollect-imaging/reachability-metadata.json";

  @Test
  void listsEachSignatureThatIsCalledAndNoOther() throws IOException {
    Set<String> called = new TreeSet<>();
    for (NativeFunctions function : NativeFunctions.values()) {
      called.add(signature(function.descriptor()));
    }

    assertThat(listed()).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(called);
  }

  private static List<String> listed() throws IOException {
    try (InputStream json = NativeImageMetadataTest.class.getResourceAsStream(METADATA)) {
      var signatures = new ArrayList<String>();
      for (JsonNode call : new ObjectMapper().readTree(json).at("/foreign/downcalls")) {
        var parameters = new ArrayList<String>();
        call.get("parameterTypes").forEach(parameter -> parameters.add(parameter.asText()));
        signatures.add(call.get("returnType").asText() + parameters);
      }
      return signatures;
    }
  }

  private static String signature(FunctionDescriptor descriptor) {
    String result = descriptor.returnLayout().map(NativeImageMetadataTest::name).orElse("void");
    return result
        + descriptor.argumentLayouts().stream().map(NativeImageMetadataTest::name).toList();
  }

  private static String name(MemoryLayout layout) {
    return switch (layout) {
      case ValueLayout.OfInt _ -> "jint";
      case ValueLayout.OfLong _ -> "jlong";
      default -> "void*";
    };
  }
}
