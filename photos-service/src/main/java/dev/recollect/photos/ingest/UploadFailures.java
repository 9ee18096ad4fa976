package dev.recollect.photos.ingest;

import dev.recollect.kit.rest.RestErrorTranslator;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Answers for failures to write an upload to disk, which happen before any resource runs. */
public class UploadFailures {
  private final RestErrorTranslator translator;

  UploadFailures(RestErrorTranslator translator) {
    this.translator = translator;
  }

  @ServerExceptionMapper
  public Response translate(IOException failure) {
    return answer(failure);
  }

  @ServerExceptionMapper
  public Response translate(UncheckedIOException failure) {
    return answer(failure);
  }

  private Response answer(Exception failure) {
    return NoSpace.in(failure)
        .map(translator::translate)
        .orElseGet(() -> translator.translate((Throwable) failure));
  }
}
