package dev.recollect.kit.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * A folder that one process keeps files in, open to its account only. While the process lives it
 * holds a lock on the file {@code <folder>.lock} beside it, which ends with the process in whatever
 * way that ends. The next process of the same kind on the machine, that is, one whose folder's name
 * differs in the process only, removes folders whose lock nobody holds. Folders without such a file
 * are left alone. May be used by any thread.
 */
public final class ProcessFolder {
  private static final Logger LOG = Logger.getLogger(ProcessFolder.class);
  private static final String LOCK = ".lock";

  /** Begins the names of lock files that are not in their places yet, of any kind. */
  private static final String UNFINISHED = ".recollect-";

  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rwx------");

  /** A channel that nobody refers to is closed, and its lock is lost. */
  private static final Set<FileChannel> HELD = ConcurrentHashMap.newKeySet();

  private final Path folder;
  private final Path lockFile;
  private FileChannel lock;

  private ProcessFolder(Path folder) {
    this.folder = folder.toAbsolutePath();
    this.lockFile = Path.of(this.folder + LOCK);
  }

  /**
   * This process's folder of a kind, directly in another one: where everybody may write, that must
   * be one in which nobody can move what is another's, such as the system's temporary one.
   */
  public static ProcessFolder in(Path parent, String kind) {
    return new ProcessFolder(parent.resolve(kind + ProcessName.own()));
  }

  /**
   * The folder of that path. Unless its name ends with {@code ${recollect.process}} it is not one
   * process's own: it is made, but neither held nor are others removed.
   */
  public static ProcessFolder of(Path folder) {
    return new ProcessFolder(folder);
  }

  /** Where it is, or will be. */
  public Path path() {
    return folder;
  }

  /**
   * Makes the folder where it is missing, holds it from the first call on, and removes what killed
   * processes left beside it.
   *
   * @throws FileAlreadyExistsException when something of that name is there that is not a folder of
   *     this account
   */
  public synchronized void hold() throws IOException {
    Files.createDirectories(folder.getParent());
    boolean own = folder.toString().endsWith(ProcessName.own());
    if (own && lock == null) {
      lock = lock();
    }
    make();
    if (own) {
      removeLeftOver();
    }
  }

  /** Removes the folder and lets go of it; one that is still in use is held until the end. */
  public synchronized void release() throws IOException {
    try {
      Files.deleteIfExists(folder);
    } catch (DirectoryNotEmptyException inUse) {
      return;
    }
    if (lock != null) {
      Files.deleteIfExists(lockFile);
      HELD.remove(lock);
      lock.close();
      lock = null;
    }
  }

  /** The file appears with its lock taken, so that nobody finds it without. */
  private FileChannel lock() throws IOException {
    while (true) {
      Path file = Files.createTempFile(folder.getParent(), ownUnfinished(), LOCK);
      try {
        return lock(file);
      } catch (NoSuchFileException removed) {
        // Another process was faster, and took it for one that was left.
      } finally {
        Files.deleteIfExists(file);
      }
    }
  }

  private static String ownUnfinished() {
    return UNFINISHED + ProcessName.own() + "-";
  }

  private FileChannel lock(Path file) throws IOException {
    FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
    try {
      channel.lock();
      Files.move(file, lockFile, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException failure) {
      channel.close();
      throw failure;
    }
    HELD.add(channel);
    return channel;
  }

  private void make() throws IOException {
    try {
      Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
    } catch (FileAlreadyExistsException early) {
      // By this process; or by somebody who wants to read along.
      if (!isOurFolder(folder)) {
        throw early;
      }
      Files.setPosixFilePermissions(folder, OWNER_ONLY);
    }
  }

  private static boolean isOurFolder(Path file) throws IOException {
    return Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS) && isOurs(file);
  }

  private static boolean isOurs(Path file) throws IOException {
    return Files.getOwner(file, LinkOption.NOFOLLOW_LINKS)
        .equals(Files.getOwner(Path.of("/proc/self")));
  }

  private void removeLeftOver() throws IOException {
    String name = folder.getFileName().toString();
    String kind = name.substring(0, name.length() - ProcessName.own().length());
    Pattern others =
        Pattern.compile(
            "(%s\\d+-\\d+|%s\\d+-\\d+-\\d+)%s"
                .formatted(Pattern.quote(kind), Pattern.quote(UNFINISHED), Pattern.quote(LOCK)));
    String own = ownUnfinished();
    List<Path> locks;
    try (Stream<Path> files = Files.list(folder.getParent())) {
      locks =
          files
              .filter(file -> others.matcher(file.getFileName().toString()).matches())
              // Opening and closing them again would end this process's locks.
              .filter(file -> !file.equals(lockFile))
              .filter(file -> !file.getFileName().toString().startsWith(own))
              .toList();
    }
    locks.forEach(ProcessFolder::removeUnlessHeld);
  }

  private static void removeUnlessHeld(Path lockFile) {
    try {
      Object seen = identity(lockFile);
      if (!isOurs(lockFile)) {
        return;
      }
      try (FileChannel channel =
          FileChannel.open(lockFile, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
        // Another one may lie there by now, of a folder that was let go of and is held again.
        if (channel.tryLock() != null && seen.equals(identity(lockFile))) {
          String name = lockFile.toString();
          Path folder = Path.of(name.substring(0, name.length() - LOCK.length()));
          if (isOurFolder(folder)) {
            remove(folder);
          }
          Files.deleteIfExists(lockFile);
        }
      }
    } catch (NoSuchFileException gone) {
      // Another process was faster.
    } catch (IOException | OverlappingFileLockException failure) {
      LOG.debugf(failure, "what a process left cannot be removed");
    }
  }

  private static Object identity(Path file) throws IOException {
    return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
        .fileKey();
  }

  /**
   * Removes a folder with all that is in it. Links are removed, not followed; that it is gone
   * already is no failure.
   */
  public static void remove(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        Files.deleteIfExists(file);
      }
    } catch (NoSuchFileException gone) {
      // As it should be.
    } catch (UncheckedIOException failure) {
      throw failure.getCause();
    }
  }
}
