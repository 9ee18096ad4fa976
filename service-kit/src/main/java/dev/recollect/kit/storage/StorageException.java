package dev.recollect.kit.storage;

/** The store refused a call, or a file of our own failed it; another try changes nothing. */
public final class StorageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  StorageException(String what, Throwable cause) {
    super("The object storage was of no use (" + what + "): " + cause.getMessage(), cause);
  }
}
