package dev.hawser.storage.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectNestedMethod;

import java.io.IOException;
import java.net.URI;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

/** The contract of remote stores catches what careless stores get wrong. */
final class FlawsTest {
  private static final Class<?> PUT = BlobStoreContract.Put.class;
  private static final Class<?> METADATA = BlobStoreContract.Metadata.class;
  private static final Class<?> LOST = RemoteBlobStoreContract.LostAnswers.class;
  private static final Class<?> FAULTS = RemoteBlobStoreContract.Faults.class;
  private static final Class<?> REFUSALS = RemoteBlobStoreContract.Refusals.class;

  static List<Arguments> catches() {
    return List.of(
        Arguments.of(Flaw.MISDATES, PUT, "a_put_tells_what_is_stored"),
        Arguments.of(
            Flaw.TELLS_NO_METADATA, METADATA, "type_and_metadata_are_told_by_put_head_and_get"),
        Arguments.of(Flaw.MEETS_ITSELF, LOST, "a_create_succeeds_and_tells_what_is_stored"),
        Arguments.of(Flaw.MEETS_ITSELF, LOST, "a_replacement_succeeds_and_tells_what_is_stored"),
        Arguments.of(Flaw.MEETS_ITSELF, LOST, "every_answer_to_a_large_create_may_be_lost"),
        Arguments.of(Flaw.BELIEVES_IN_ITSELF, LOST, "a_create_of_what_another_has_created_fails"),
        Arguments.of(Flaw.BELIEVES_IN_ITSELF, LOST, "a_replacement_of_an_older_version_fails"),
        Arguments.of(Flaw.BELIEVES_IN_ITSELF, LOST, "a_create_with_the_bytes_of_another_fails_too"),
        Arguments.of(Flaw.HIDES_DOUBT, LOST, "a_put_has_an_unknown_outcome_when_nothing_can_tell"),
        Arguments.of(Flaw.NEVER_RETRIES, LOST, "a_delete_is_done"),
        Arguments.of(Flaw.NEVER_RETRIES, FAULTS, "a_burst_of_refusals_is_survived"),
        Arguments.of(Flaw.NEVER_RETRIES, FAULTS, "a_request_that_is_cut_is_sent_again"),
        Arguments.of(
            Flaw.NEVER_RETRIES, FAULTS, "a_large_put_survives_a_reset_at_each_of_its_requests"),
        Arguments.of(Flaw.READS_SHORT, FAULTS, "half_an_answer_is_never_taken_for_a_whole_blob"),
        Arguments.of(
            Flaw.SHOWS_PARTS,
            FAULTS,
            "a_large_put_whose_connection_is_lost_for_good_leaves_nothing_visible"),
        Arguments.of(
            Flaw.OVERLOOKS_BUCKETS,
            REFUSALS,
            "a_missing_bucket_is_unavailable_and_not_a_store_without_blobs"),
        Arguments.of(
            Flaw.MISTAKES_DENIAL,
            REFUSALS,
            "wrong_credentials_are_denied_whether_the_blob_is_there_or_not"));
  }

  @ParameterizedTest
  @MethodSource("catches")
  void a_flaw_is_caught(Flaw flaw, Class<?> theme, String test) {
    Flawed.flaws = EnumSet.of(flaw);

    Events tests = run(theme, test);

    assertThat(tests.started().count()).isOne();
    assertThat(tests.failed().count()).isOne();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a_signed_put_of_another_type_is_refused_where_the_service_can",
        "a_signed_put_of_another_length_is_refused_where_the_service_can",
        "a_signed_request_is_good_for_its_key_only",
        "a_signed_get_is_good_for_its_file_name_and_type_only",
        "a_signed_get_does_not_put",
        "a_changed_signature_is_refused"
      })
  void a_service_that_does_not_check_signatures_is_caught(String test) {
    Flawed.flaws = Set.of();
    Flawed.service.gullible = true;
    try {
      Events tests = run(RemoteBlobStoreContract.Signing.class, test);

      assertThat(tests.started().count()).isOne();
      assertThat(tests.failed().count()).isOne();
    } finally {
      Flawed.service.gullible = false;
    }
  }

  private static Events run(Class<?> theme, String test) {
    return EngineTestKit.engine("junit-jupiter")
        .selectors(selectNestedMethod(List.of(Flawed.class), theme, test))
        .execute()
        .testEvents();
  }

  @BeforeAll
  static void start() throws IOException {
    Flawed.service = new HttpBlobService();
  }

  @AfterAll
  static void stop() {
    Flawed.service.close();
  }

  /** Run by the tests above only. */
  @SuppressWarnings("NullAway.Init")
  static class Flawed extends RemoteBlobStoreContract {
    static HttpBlobService service;
    static Set<Flaw> flaws = Set.of();

    @Override
    protected URI endpoint() {
      return service.uri();
    }

    @Override
    protected HttpBlobStore openStore(Access access) {
      return HttpBlobStoreContractTest.open(access, flaws);
    }

    @Override
    protected StoreTraits traits() {
      return StoreTraits.standard();
    }
  }
}
