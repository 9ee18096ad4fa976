package dev.recollect.search.bib;

import dev.recollect.kit.sql.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;

/** The start lists of events, as organisers keep them. */
@ApplicationScoped
public class StartLists {
  private final Database database;
  private final StartListStore store;
  private final BibStore bibs;
  private final BibPropagation propagation;

  StartLists(Database database, StartListStore store, BibStore bibs, BibPropagation propagation) {
    this.database = database;
    this.store = store;
    this.bibs = bibs;
    this.propagation = propagation;
  }

  /** The numbers in alphabetical order; empty when the event has no list. */
  public List<String> of(long eventId) {
    return database.read(connection -> store.numbers(connection, eventId));
  }

  /**
   * Replaces the list and applies it to every reading there is.
   *
   * @param numbers in their stored spelling; none to do without a list
   */
  public void replace(long eventId, Set<String> numbers) {
    database.transact(
        transaction -> {
          store.replace(transaction, eventId, numbers);
          propagation.allChanged(transaction, eventId);
          bibs.resolveAgain(transaction, eventId);
          return numbers.size();
        });
  }
}
