package dev.recollect.search.testing;

import dev.recollect.testkit.PhotosPeer;
import dev.recollect.testkit.TestServers;
import io.minio.MakeBucketArgs;
import io.minio.MinioClient;
import io.minio.PutObjectArgs;
import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.UUID;

/** An event in the library, and portraits that lie in storage until they are told of. */
public final class PortraitLibrary {
  private final long event;
  private final String bucket;
  private final List<byte[]> originals;

  /**
   * Stores the originals and tells of the event.
   *
   * @param servers whose bucket {@code originals} is not there yet
   */
  public PortraitLibrary(TestServers servers, PhotosPeer peer, long event, List<byte[]> originals)
      throws Exception {
    this.event = event;
    this.bucket = servers.bucket("originals");
    this.originals = List.copyOf(originals);
    MinioClient storage =
        MinioClient.builder()
            .endpoint(servers.s3Endpoint())
            .region("us-east-1")
            .credentials(servers.accessKey(), servers.secretKey())
            .build();
    storage.makeBucket(MakeBucketArgs.builder().bucket(bucket).build());
    for (int i = 0; i < originals.size(); i++) {
      byte[] bytes = originals.get(i);
      storage.putObject(
          PutObjectArgs.builder().bucket(bucket).object("o/" + id(i)).stream(
                  new ByteArrayInputStream(bytes), bytes.length, -1)
              .build());
    }
    peer.put(Gallery.event(event).build());
  }

  /** Id of the photo with a number, from 0. */
  public static UUID id(int photo) {
    return new UUID(0x0190_0000_0000_7000L, 0x8000_0000_0000_0000L + photo);
  }

  /**
   * Tells of some of the photos.
   *
   * @param to past the last of them
   */
  public void tell(PhotosPeer peer, int from, int to) {
    for (int i = from; i < to; i++) {
      peer.put(Gallery.described(event, id(i), bucket, originals.get(i)).build());
    }
  }
}
