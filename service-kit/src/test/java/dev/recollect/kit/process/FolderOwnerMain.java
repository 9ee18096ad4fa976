package dev.recollect.kit.process;

import java.nio.file.Path;

/** An owner for {@link ProcessFolderTest} to kill: holds a folder and prints where it is. */
final class FolderOwnerMain {
  private FolderOwnerMain() {}

  public static void main(String[] args) throws Exception {
    ProcessFolder folder = ProcessFolder.of(Path.of(args[0] + ProcessName.own()));
    folder.hold();
    folder.hold();
    System.out.println(folder.path());
    // Until the test is over, if it does not kill this process.
    System.in.read();
  }
}
