package dev.hawser.identity.internal.team;

import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException;
import dev.hawser.core.id.Uuid7;
import dev.hawser.core.page.Page;
import dev.hawser.core.page.PageRequest;
import dev.hawser.core.postgres.PostgresErrors;
import dev.hawser.core.tenancy.OrganizationId;
import dev.hawser.identity.TeamId;
import dev.hawser.identity.UserId;
import io.micronaut.data.exceptions.DataAccessException;
import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The teams of an organization. Foreign and unknown ids look the same. */
@Singleton
public final class TeamService {
  private static final ErrorCode NOT_FOUND = new ErrorCode("identity.team-not-found");
  private static final ErrorCode NO_USER = new ErrorCode("identity.user-not-found");
  private static final ErrorCode TAKEN = new ErrorCode("identity.team-name-taken");
  private static final ErrorCode IN_USE = new ErrorCode("identity.team-has-projects");
  private static final UUID FIRST = new UUID(0, 0);

  /** A team. */
  public record Team(TeamId id, String name, Instant createdAt) {
    private static Team of(TeamRow row) {
      return new Team(new TeamId(row.id()), row.name(), row.createdAt());
    }
  }

  /** Somebody in a team. */
  public record Person(
      UserId id, String email, @Nullable String firstName, @Nullable String lastName) {
    private static Person of(PersonRow row) {
      return new Person(new UserId(row.id()), row.email(), row.firstName(), row.lastName());
    }

    @Override
    public String toString() {
      return "Person[" + id + "]"; // name and address stay out of logs
    }
  }

  private final TeamRepository rows;
  private final PersonRepository people;
  private final Uuid7 ids;
  private final InstantSource clock;
  private final TransactionOperations<Connection> transactions;

  TeamService(
      TeamRepository rows,
      PersonRepository people,
      Uuid7 ids,
      InstantSource clock,
      @Named("identity") TransactionOperations<Connection> transactions) {
    this.rows = rows;
    this.people = people;
    this.ids = ids;
    this.clock = clock;
    this.transactions = transactions;
  }

  /** Teams, oldest first. */
  public Page<Team> list(OrganizationId organization, PageRequest request) {
    TeamId after = request.position(text -> TeamId.parse(text).orElse(null));
    var found = rows.list(organization, after == null ? FIRST : after.value(), request.limit() + 1);
    return request.page(found.stream().map(Team::of).toList(), team -> team.id().toString());
  }

  /** The teams of a member, by name. */
  public List<Team> ofMember(OrganizationId organization, UserId user) {
    return rows.ofMember(organization, user.value()).stream().map(Team::of).toList();
  }

  /** One team. */
  public Team get(OrganizationId organization, String team) {
    return TeamId.parse(team)
        .flatMap(id -> rows.find(organization, id.value()))
        .map(Team::of)
        .orElseThrow(() -> notFound(team));
  }

  /**
   * Makes a team.
   *
   * @throws HawserException.Conflict when there is one with the name
   */
  public Team create(OrganizationId organization, String name) {
    TeamId id = new TeamId(ids.next());
    if (rows.insert(id.value(), organization, name, clock.instant()) == 0) {
      throw taken(name);
    }
    return get(organization, id.toString());
  }

  /**
   * Renames a team.
   *
   * @throws HawserException.Conflict when there is another one with the name
   */
  public Team rename(OrganizationId organization, String team, String name) {
    Team before = get(organization, team);
    try {
      rows.rename(organization, before.id().value(), name);
    } catch (DataAccessException e) {
      if (e.getCause() instanceof SQLException sql && PostgresErrors.isDuplicate(sql)) {
        throw taken(name);
      }
      throw e;
    }
    return get(organization, team);
  }

  /**
   * Deletes a team.
   *
   * @throws HawserException.Conflict when it has projects
   */
  public void delete(OrganizationId organization, String team) {
    transactions.executeWrite(
        status -> {
          TeamRow row =
              TeamId.parse(team)
                  .flatMap(id -> rows.lock(organization, id.value()))
                  .orElseThrow(() -> notFound(team));
          if (rows.countProjects(organization, row.id()) > 0) {
            throw new HawserException.Conflict(
                IN_USE, "The team has projects; give them to another team first.");
          }
          return rows.delete(organization, row.id());
        });
  }

  /** Who is in a team. */
  public Page<Person> members(OrganizationId organization, String team, PageRequest request) {
    Team of = get(organization, team);
    UserId after = request.position(text -> UserId.parse(text).orElse(null));
    var found =
        people.list(
            organization,
            of.id().value(),
            after == null ? FIRST : after.value(),
            request.limit() + 1);
    return request.page(found.stream().map(Person::of).toList(), person -> person.id().toString());
  }

  /** Puts a member of the organization into a team; no harm when it is there. */
  public void add(OrganizationId organization, String team, String user) {
    Team of = get(organization, team);
    UserId id = user(organization, user);
    rows.addMember(of.id().value(), id.value(), organization, clock.instant());
  }

  /** Takes a member out of a team; no harm when it is not there. */
  public void remove(OrganizationId organization, String team, String user) {
    Team of = get(organization, team);
    rows.removeMember(organization, of.id().value(), user(organization, user).value());
  }

  private UserId user(OrganizationId organization, String user) {
    return UserId.parse(user)
        .filter(id -> rows.countUsers(organization, id.value()) > 0)
        .orElseThrow(() -> new HawserException.NotFound(NO_USER, "There is no user " + user));
  }

  private static HawserException.NotFound notFound(String team) {
    return new HawserException.NotFound(NOT_FOUND, "There is no team " + team);
  }

  private static HawserException.Conflict taken(String name) {
    return new HawserException.Conflict(TAKEN, "There is a team " + name + " already.");
  }
}
