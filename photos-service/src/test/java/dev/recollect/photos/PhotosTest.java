package dev.recollect.photos;

import dev.recollect.testkit.RecollectServers;
import dev.recollect.testkit.StorageProxyResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A test against the running service with a real database and a real object storage. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@QuarkusTest
@QuarkusTestResource(
    value = RecollectServers.class,
    initArgs = @ResourceArg(name = "schema", value = "photos"))
@QuarkusTestResource(StorageProxyResource.class)
public @interface PhotosTest {}
