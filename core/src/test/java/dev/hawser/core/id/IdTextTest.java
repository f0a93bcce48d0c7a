package dev.hawser.core.id;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class IdTextTest {
  @Test
  void an_id_reads_back_what_it_wrote() {
    Uuid7 ids = new Uuid7(java.time.Clock.systemUTC());
    for (int i = 0; i < 1_000; i++) {
      UUID id = ids.next();
      assertThat(IdText.parse("exe", IdText.format("exe", id))).contains(id);
    }
  }

  @Test
  void the_text_form_is_the_one_of_the_typeid_specification() {
    UUID id = UUID.fromString("01890a5d-ac96-774b-bcce-b302099a8057");
    assertThat(IdText.format("prefix", id)).isEqualTo("prefix_01h455vb4pex5vsknk084sn02q");
  }

  @Test
  void text_that_is_not_an_id_of_this_kind_is_empty() {
    String right = "exe_01h455vb4pex5vsknk084sn02q";
    assertThat(IdText.parse("exe", right)).isPresent();
    for (String wrong :
        new String[] {
          "",
          "exe_",
          "prj_01h455vb4pex5vsknk084sn02q",
          right + "0",
          "exe_81h455vb4pex5vsknk084sn02q",
          "exe_01h455vb4pex5vsknk084sn0uq",
          "exe_01H455vb4pex5vsknk084sn02q",
          "exe-01h455vb4pex5vsknk084sn02q"
        }) {
      assertThat(IdText.parse("exe", wrong)).as(wrong).isEqualTo(Optional.empty());
    }
  }
}
