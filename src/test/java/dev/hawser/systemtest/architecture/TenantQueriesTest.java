package dev.hawser.systemtest.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import dev.hawser.core.tenancy.OrganizationId;
import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.core.tenancy.Tenant;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No query reads or writes rows without saying whose they are. */
class TenantQueriesTest {
  private static final String QUERY = "io.micronaut.data.annotation.Query";
  private static final String REPOSITORY = "io.micronaut.data.jdbc.annotation.JdbcRepository";
  private static final Map<String, Class<?>> TENANTS =
      Map.of("organization", OrganizationId.class, "project", ProjectId.class);
  private static final Set<String> MODULES = Set.of("identity", "workflows", "tasks");

  private static final TenantTables SAMPLE =
      TenantTables.of(
          List.of(
              """
              create table organization (id uuid primary key, name text);
              create table project (id uuid primary key, organization_id uuid not null);
              create table member (id uuid primary key, organization_id uuid not null, name text);
              create table secret (id uuid primary key, project_id uuid, value text);
              create table news (id uuid primary key);
              """));

  @Test
  void queries_of_repositories_hold_to_a_tenant() {
    Set<String> found = new TreeSet<>();
    for (JavaMethod method : queries()) {
      if (!unbound(method.getOwner(), sql(method)).isEmpty()) {
        found.add(name(method.getOwner()) + "." + method.getName());
      }
    }
    assertThat(found).isEqualTo(new TreeSet<>(TenantExceptions.QUERIES.keySet()));
  }

  @Test
  void a_tenant_is_given_by_its_type_or_by_a_row() {
    for (JavaMethod query : queries()) {
      Method method = query.reflect();
      for (Parameter parameter : method.getParameters()) {
        Class<?> type = TENANTS.get(parameter.getName());
        assertThat(parameter.isAnnotationPresent(Tenant.class))
            .as("%s of %s is a @Tenant", parameter, query.getFullName())
            .isEqualTo(type != null);
        if (type != null) {
          assertThat(parameter.getType()).as(query.getFullName()).isEqualTo(type);
          assertThat(parameter.getAnnotatedType().getAnnotations())
              .as("%s of %s is always there", parameter, query.getFullName())
              .isEmpty();
        }
      }
      boolean isOfRow =
          method.getParameterCount() == 1
              && method.getParameterTypes()[0].getSimpleName().endsWith("Row");
      assertThat(
              isOfRow || !(named(sql(query), "organizationId") || named(sql(query), "projectId")))
          .as("%s has its tenant of a row", query.getFullName())
          .isTrue();
    }
  }

  private static boolean named(String sql, String parameter) {
    return Pattern.compile(":" + parameter + "\\b").matcher(sql).find();
  }

  @Test
  void other_statements_hold_to_a_tenant() {
    Map<String, Integer> found = new TreeMap<>();
    for (String module : MODULES) {
      for (Path file : Bytecode.files(Bytecode.classFolder(room(module)), ".class")) {
        for (String sql : Sql.statements(file)) {
          if (!TenantQueries.unbound(tables(module), sql).isEmpty()) {
            String name = file.getFileName().toString().replace(".class", "");
            found.merge(name, 1, Integer::sum);
          }
        }
      }
    }
    Set<String> texts = new TreeSet<>();
    found.forEach((name, count) -> texts.add(name + ": " + count));
    assertThat(texts).isEqualTo(new TreeSet<>(TenantExceptions.STATEMENTS.keySet()));
  }

  @Test
  void repositories_have_queries_that_are_written_out() {
    List<JavaClass> repositories =
        Bytecode.written(Bytecode.house()).stream()
            .filter(type -> type.tryGetAnnotationOfType(REPOSITORY).isPresent())
            .toList();
    assertThat(repositories).hasSizeGreaterThan(40);
    for (JavaClass repository : repositories) {
      assertThat(repository.getRawInterfaces())
          .as("what %s inherits", repository.getName())
          .allMatch(type -> type.getSimpleName().equals("GenericRepository"));
      assertThat(repository.getMethods())
          .as("methods of %s", repository.getName())
          .filteredOn(method -> method.getModifiers().contains(JavaModifier.ABSTRACT))
          .allMatch(method -> method.tryGetAnnotationOfType(QUERY).isPresent());
    }
  }

  @Test
  void tables_are_those_of_the_migrations() {
    assertThat(queries()).hasSizeGreaterThan(200);
    assertThat(tables("identity").columns())
        .containsEntry("app_user", Set.of("organization_id"))
        .containsEntry("member", Set.of("organization_id"))
        .containsEntry("organization", Set.of("id"))
        .containsEntry("api_key", Set.of("organization_id", "project_id"))
        .doesNotContainKeys("key_set", "mail_quota");
    assertThat(tables("tasks").columns())
        .containsKeys("ended_execution", "execution_history", "execution_history_default");
  }

  @Test
  void a_column_that_is_added_later_and_a_new_name_are_seen() {
    TenantTables tables =
        TenantTables.of(
            List.of(
                "create table old (id uuid); create table plain (id uuid);",
                "alter table old add column project_id uuid; alter table old rename to young;"));
    assertThat(tables.columns()).containsOnlyKeys("young");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select * from member where id = :id",
        "select * from identity.member m where m.id = :id and m.organization_id = m.organization_id",
        "select * from member where id = :id or organization_id = :organizationId",
        "select * from member where (name = :name or organization_id = :organizationId)",
        "select * from member where organization_id = :id",
        "select * from member where organization_id = :organizations",
        "select * from member where organization_id = :project",
        "select * from member where organization_id <> :organizationId",
        "select * from secret, member where organization_id = :organizationId",
        "select * from organization where id = :id",
        "select * from news n join member m on m.id = n.id",
        "select * from member where organization_id = :organizationId union select * from member",
        "select (select max(name) from member) from project where organization_id = :organizationId",
        "select * from member m where m.id in (select id from member)",
        "select organization_id = :organizationId from member where id = :id",
        "select m.name, m.id in (select id from secret where project_id = :projectId) from member m",
        "update member set organization_id = :organizationId where id = :id",
        "update member set name = :name returning organization_id = :organizationId",
        "update member set name = :name",
        "update project set name = :name where id = :projectId",
        "delete from secret where id = :id",
        "delete from secret where id = ?",
        "delete from secret where id not in (select id from secret where project_id = :projectId)",
        "insert into member (id, name) values (:id, :name)",
        "insert into member (id, organization_id) values (:id, :other)",
        "insert into member (id, organization_id) select id, organization_id from project",
        "with gone as (delete from secret where id = ? returning id) select id from gone"
      })
  void a_query_for_no_tenant_is_found(String sql) {
    assertThat(TenantQueries.unbound(SAMPLE, sql)).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select * from news where id = :id",
        "select * from identity.member where id = :id and organization_id = :organizationId",
        "select * from identity.member where id = :id and organization_id = :organization",
        "delete from secret where project_id = :project",
        "select * from organization where id = :organizationId for update",
        "select * from member m join project p on p.organization_id = m.organization_id"
            + " where p.id = :projectId",
        "update project set name = 'a or b' where id = :id and organization_id = :organizationId",
        "update secret s set value = p.value from unnest(?, ?) as p (project_id, value)"
            + " where s.project_id = p.project_id",
        "delete from secret where project_id = ? and (value = ? or value is null)",
        "delete from secret where id in (select id from secret where project_id = :projectId)",
        "insert into member (id, organization_id) values (:id, :organization)",
        "insert into member (id, organization_id) values (lower(:id), :organizationId)"
            + " on conflict do nothing",
        "insert into member (id, organization_id) select :id, p.organization_id from project p"
            + " where p.id = :projectId",
        "with gone as (delete from secret where project_id = ? returning id) select id from gone"
      })
  void a_query_for_a_tenant_is_not_found(String sql) {
    assertThat(TenantQueries.unbound(SAMPLE, sql)).isEmpty();
  }

  private static List<JavaMethod> queries() {
    return Bytecode.written(Bytecode.house()).stream()
        .flatMap(type -> type.getMethods().stream())
        .filter(method -> method.tryGetAnnotationOfType(QUERY).isPresent())
        .toList();
  }

  private static String sql(JavaMethod method) {
    return method.getAnnotationOfType(QUERY).get("value").orElseThrow().toString();
  }

  private static Set<String> unbound(JavaClass type, String sql) {
    return TenantQueries.unbound(tables(Room.of(Bytecode.ROOT, type).orElseThrow().name()), sql);
  }

  private static String name(JavaClass type) {
    String room = type.getPackageName();
    return room.substring(room.lastIndexOf('.') + 1) + "." + type.getSimpleName();
  }

  private static TenantTables tables(String module) {
    Path folder = Bytecode.classFolder(room(module)).resolve("db").resolve(module);
    return TenantTables.of(
        Bytecode.files(folder, ".sql").stream()
            .sorted(Comparator.comparingInt(TenantQueriesTest::version))
            .map(Sql::read)
            .toList());
  }

  private static int version(Path script) {
    return Integer.parseInt(script.getFileName().toString().replaceAll("V(\\d+)__.*", "$1"));
  }

  private static Room room(String module) {
    return Room.of(Bytecode.ROOT, Bytecode.ROOT + "." + module).orElseThrow();
  }
}
