package dev.hawser.app.internal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.app.internal.cli.Table.Cell;
import java.io.OutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

class TableTest {
  private final Table table = Table.withHeader("NAME", "STATE", "ID");

  @Test
  void columns_stand_under_each_other_and_lines_have_no_blanks_at_their_end() {
    table.row(Cell.of("Orders"), Cell.of("ok"), Cell.of("wf_1"));
    table.row(Cell.of("Überweisung"), Cell.of(""), Cell.of(""));
    assertThat(table.lines(new TestTerminal().terminal()))
        .containsExactly("NAME         STATE  ID", "Orders       ok     wf_1", "Überweisung");
  }

  @Test
  void colours_do_not_shift_columns() {
    PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
    table.row(new Cell("a", Style.GREEN), new Cell("b", Style.RED), Cell.of("c"));
    String line = table.lines(new Terminal(nowhere, nowhere, true, true)).getLast();
    assertThat(line).isEqualTo("\u001b[32ma\u001b[0m     \u001b[31mb\u001b[0m      c");
  }

  @Test
  void a_strangers_text_cannot_steer_the_terminal() {
    table.row(Cell.of("a\u001b[2Jb\nc\u202ed"), Cell.of(""), Cell.of(""));
    assertThat(table.lines(new TestTerminal().terminal()).getLast())
        .isEqualTo("a\\u001b[2Jb c\\u202ed");
  }
}
