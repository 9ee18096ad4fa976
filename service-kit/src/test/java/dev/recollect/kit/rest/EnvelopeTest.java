package dev.recollect.kit.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EnvelopeTest {
  private final ObjectMapper json = new ObjectMapper();

  @Test
  void carriesDataOnSuccessAndNullOnError() throws JsonProcessingException {
    assertThat(json.writeValueAsString(Envelope.success("pong", Map.of("status", "ok"))))
        .isEqualTo(
            """
            {"responseType":"success","message":"pong","data":{"status":"ok"}}""");
    assertThat(json.writeValueAsString(Envelope.error("Event not found")))
        .isEqualTo(
            """
            {"responseType":"error","message":"Event not found","data":null}""");
  }
}
