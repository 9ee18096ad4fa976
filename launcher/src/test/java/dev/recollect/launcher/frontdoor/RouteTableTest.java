package dev.recollect.launcher.frontdoor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recollect.launcher.settings.ServiceEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RouteTableTest {

  @ParameterizedTest
  @CsvSource({
    "/api/v1/ext/7/events, PHOTOS",
    "/api/v1/ext/7/event/9/details, PHOTOS",
    "/api/v1/ext/7/event/9/ping, PHOTOS",
    "/api/v1/ext/7/event/9/images, PHOTOS",
    "/api/v1/ext/7/event/9/timeline/days, PHOTOS",
    "/api/v1/ext/7/event/9/timeline/images, PHOTOS",
    "/api/v1/ext/7/event/9/bibs/1042, SEARCH",
    "/api/v1/ext/7/event/9/faces, SEARCH",
    "/api/v1/ext/7/event/9/faces/0190a6f0-0000-7000-8000-000000000000, SEARCH",
    "/api/v1/ext/7/event/9/original-photos, DOWNLOAD",
    "/api/v1/ext/7/event/9/video-clipping/search-by-selfie, CLIPPING",
    "/api/v1/ext/7/event/9/video-clipping/0190a6f0-0000-7000-8000-000000000000, CLIPPING",
    "/api/v1/admin/organisations, PHOTOS",
    "/api/v1/admin/events/9/videos, PHOTOS",
    "/api/v1/admin/events/9/videos/3, PHOTOS",
    "/api/v1/admin/events/9/videos/3/analysis, CLIPPING",
    "/api/v1/admin/events/9/analysis, CLIPPING",
    "/api/v1/admin/events/9/webhooks/0190a6f0-0000-7000-8000-000000000000/deliveries, CLIPPING",
    "/api/v1/admin/events/9/photos, PHOTOS",
    "/api/v1/admin/events/9/progress, PHOTOS",
    "/api/v1/admin/events/9/index, SEARCH",
    "/api/v1/admin/events/9/index/requeue, SEARCH",
    "/api/v1/admin/events/9/bibs/review, SEARCH",
    "/api/v1/admin/index/rebuild, SEARCH",
    "/vids/9/motion/selfie/0190a6f0-0000-7000-8000-000000000000/x.mp4, CLIPPING",
    "/imgs/9/small/0190a6f0-0000-7000-8000-000000000000.jpg, PHOTOS",
  })
  void aPublicPathHasItsService(String path, ServiceEntry service) {
    assertThat(RouteTable.find(path)).contains(service);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "*",
        "/api/v1/extra",
        "/api/v1",
        "/q/metrics",
        "/dev.recollect.access.v1.AccessService/FindKey",
        "/imgs/../q/metrics",
        "/imgs/%2e%2e/q/metrics",
        "/imgs/.%2E/q/metrics",
        "/imgs/./9",
        "/imgs//9",
        "//imgs/9",
        "/%69mgs/9",
        "/imgs/%",
        "/imgs/%zz"
      })
  void whatIsNotPublicHasNone(String path) {
    assertThat(RouteTable.find(path)).isEmpty();
  }

  @Test
  void aNameThatOnlyBeginsLikeARouteIsAnotherOne() {
    assertThat(RouteTable.find("/api/v1/ext/7/event/9/bibs-other")).contains(ServiceEntry.PHOTOS);
  }
}
