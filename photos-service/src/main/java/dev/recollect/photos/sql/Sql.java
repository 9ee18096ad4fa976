package dev.recollect.photos.sql;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * PostgreSQL's own SQL within the open session or transaction: everything that is read other than
 * by its number, and all that entities cannot say. No query is put in Hibernate's own language,
 * whose parser and translator are hundreds of classes. Parameters are numbered from {@code ?1}; a
 * parameter that may be null must stand inside a {@code cast}.
 */
public final class Sql {
  private Sql() {}

  /** The rows of a statement with two or more columns. */
  public static Uni<List<Object[]>> rows(String sql, Object... parameters) {
    return query(sql, Object[].class, parameters).chain(Mutiny.SelectionQuery::getResultList);
  }

  /** The only column of the rows. */
  public static <T> Uni<List<T>> values(Class<T> type, String sql, Object... parameters) {
    return query(sql, type, parameters).chain(Mutiny.SelectionQuery::getResultList);
  }

  /** The entities with these numbers, in their order, without those that are not there. */
  public static <T> Uni<List<T>> entities(Class<T> type, Collection<?> numbers) {
    return Panache.getSession()
        .chain(session -> session.find(type, numbers.toArray()))
        .map(found -> found.stream().filter(Objects::nonNull).toList());
  }

  /** The only column of the only row, or null when there is no row. */
  public static <T> Uni<T> value(Class<T> type, String sql, Object... parameters) {
    return query(sql, type, parameters).chain(Mutiny.SelectionQuery::getSingleResultOrNull);
  }

  /**
   * Runs a statement that touches few rows and ends in {@code returning} one number, which keeps
   * Hibernate from clearing its second-level cache, of which there is none, after every write.
   *
   * @return how many rows it touched
   */
  public static Uni<Integer> write(String sql, Object... parameters) {
    return values(Integer.class, sql, parameters).map(List::size);
  }

  /**
   * Runs a statement that may touch very many rows and ends in {@code select count(*)} of them, so
   * that they are counted where they are.
   */
  public static Uni<Integer> writeMany(String sql, Object... parameters) {
    return value(Long.class, sql, parameters).map(Math::toIntExact);
  }

  private static <T> Uni<Mutiny.SelectionQuery<T>> query(
      String sql, Class<T> type, Object... parameters) {
    return Panache.getSession()
        .map(
            session -> {
              Mutiny.SelectionQuery<T> query = session.createNativeQuery(sql, type);
              for (int i = 0; i < parameters.length; i++) {
                query.setParameter(i + 1, parameters[i]);
              }
              return query;
            });
  }
}
