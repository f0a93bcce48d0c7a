package dev.hawser.app.internal.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

final class PostgresUrlTest {
  @Test
  void both_usual_forms_lead_to_the_same_server() {
    PostgresUrl plain = PostgresUrl.parse("postgres://ann:p%40ss%2Fw@db.example:6432/main");
    PostgresUrl jdbc = PostgresUrl.parse("jdbc:postgresql://db.example:6432/main");

    assertThat(plain.username()).isEqualTo("ann");
    assertThat(plain.password()).isEqualTo("p@ss/w");
    assertThat(plain.jdbc("a=1")).isEqualTo("jdbc:postgresql://db.example:6432/main?a=1");
    assertThat(jdbc.jdbc("a=1")).isEqualTo(plain.jdbc("a=1"));
    assertThat(jdbc.username()).isNull();
  }

  @Test
  void parameters_of_the_url_are_kept() {
    assertThat(PostgresUrl.parse("postgresql://h/d?sslmode=require").jdbc("a=1"))
        .isEqualTo("jdbc:postgresql://h/d?sslmode=require&a=1");
  }

  @Test
  void several_hosts_and_ipv6_are_understood() {
    assertThat(PostgresUrl.parse("postgres://a:1,b:2/d").server()).isEqualTo("a:1,b:2");
    assertThat(PostgresUrl.parse("postgres://[::1]:5432/d").server()).isEqualTo("[::1]:5432");
  }

  @Test
  void what_names_no_host_or_database_is_refused() {
    for (String wrong :
        List.of(
            "db.example",
            "mysql://h/d",
            "postgres://h",
            "postgres://h/",
            "postgres:///d",
            "postgres://h:99999/d",
            "jdbc:postgresql://user@h/d")) {
      assertThatIllegalArgumentException().as(wrong).isThrownBy(() -> PostgresUrl.parse(wrong));
    }
  }
}
