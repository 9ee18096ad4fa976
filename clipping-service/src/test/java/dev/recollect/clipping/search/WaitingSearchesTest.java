package dev.recollect.clipping.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import dev.recollect.kit.sql.Sql;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Searches that cannot be done yet, or not at all. */
@QuarkusTest
class WaitingSearchesTest extends ClipSearchFixture {
  @Inject ClipCleanup cleanup;

  @Test
  void aSearchWaitsForVideosThatAreBeingAnalysed() {
    float[] face = footage.stranger();
    footage.video(event, 1, pattern());
    UUID awaited = footage.awaited(event, 1);
    UUID id = waiting(face);
    long other = event;
    makeEvent();
    footage.video(event, 1, pattern());
    footage.awaited(event, 1);
    UUID otherId = waiting(footage.stranger());
    long later = event;
    event = other;

    footage.seen(event, 1, 0, face, 2);
    change("update work_item set state = 'done' where item_id = ?", awaited);

    assertThat(finished(id).getString("data.status")).isEqualTo("completed");
    event = later;
    assertThat(waits(otherId)).as("waits for the video of its own event").isTrue();
    change(
        "update clip_search set created_at = now() - interval '11 min' where request_id = ?",
        otherId);
    assertThat(finished(otherId).getString("data.status"))
        .as("once that takes too long")
        .isEqualTo("no_matches");
    assertThat(waits(otherId)).isFalse();
  }

  /** Starts a search that waits for videos. */
  private UUID waiting(float[] face) {
    UUID id = searchPeer.faceSearch(event, footage.modelId(), face);
    post(id).then().statusCode(200).body("data.status", equalTo("processing"));
    await().atMost(LIMIT).until(() -> waits(id));
    return id;
  }

  private boolean waits(UUID id) {
    return database.read(
        connection ->
            Sql.of("select 1 from clip_search where request_id = ? and waits_for_videos", id)
                .exists(connection));
  }

  @Test
  void aSearchDoesNotWaitForAModelThatItDoesNotUse() {
    float[] face = footage.stranger();
    footage.video(event, 1, pattern());
    footage.seen(event, 1, 0, face, 2);
    footage.awaited(event, 1, footage.nextModel());

    assertThat(searched(face).getString("data.status")).isEqualTo("completed");
  }

  @Test
  void aSearchThatWaitsGoesOnOnceItsOwnModelHasSeenTheVideos() {
    float[] face = footage.stranger();
    footage.video(event, 1, pattern());
    footage.seen(event, 1, 0, face, 2);
    UUID awaited = footage.awaited(event, 1);
    footage.awaited(event, 1, footage.nextModel());
    UUID id = waiting(face);

    change("update work_item set state = 'done' where item_id = ?", awaited);

    assertThat(finished(id).getString("data.status")).isEqualTo("completed");
  }

  @Test
  void aSearchThatCannotBeDoneFails() {
    float[] face = footage.stranger();
    UUID id = searchPeer.faceSearch(event, footage.modelId(), face);
    footage.video(event, 1, pattern());
    footage.awaited(event, 1);
    post(id).then().statusCode(200);
    await()
        .atMost(LIMIT)
        .untilAsserted(
            () ->
                assertThat(
                        database.<Boolean>read(
                            connection ->
                                Sql.of(
                                        "select 1 from work_item where item_id = ? and state = 'done'",
                                        id)
                                    .exists(connection)))
                    .isTrue());
    change("update work_item set state = 'dead' where item_id = ?", id);

    cleanup.run();

    JsonPath result = finished(id);
    assertThat(result.getString("data.status")).isEqualTo("failed");
    assertThat(result.getString("data.error"))
        .isEqualTo(
            "The search was tried several times and could not be completed; start a new one");
    change("delete from work_item where event_id = ?", event);
  }
}
