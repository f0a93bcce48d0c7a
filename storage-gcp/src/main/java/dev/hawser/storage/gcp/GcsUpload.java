package dev.hawser.storage.gcp;

import com.google.api.client.googleapis.json.GoogleJsonResponseException;
import com.google.api.client.http.ByteArrayContent;
import com.google.api.client.http.EmptyContent;
import com.google.api.client.http.GenericUrl;
import com.google.api.client.http.HttpContent;
import com.google.api.client.http.HttpRequest;
import com.google.api.client.http.HttpResponse;
import com.google.api.client.http.json.JsonHttpContent;
import com.google.api.services.storage.Storage;
import com.google.api.services.storage.model.StorageObject;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A resumable upload: a session at Google that takes the bytes one part after the other and makes
 * the object when it has the last. What arrived of a part whose connection broke is asked for and
 * not sent again. Sessions that nobody ends disappear after a week; they are never visible.
 */
final class GcsUpload {
  private static final int RESUME_INCOMPLETE = 308;
  private static final String TYPE = "application/octet-stream";

  private final Storage client;
  private final GcsRetries retries;
  private final GenericUrl session;
  private boolean inDoubt;

  private GcsUpload(Storage client, GcsRetries retries, GenericUrl session) {
    this.client = client;
    this.retries = retries;
    this.session = session;
  }

  /** Opens a session. Only the last part has an effect, so repeating this does no harm. */
  static GcsUpload start(
      Storage client,
      GcsRetries retries,
      String bucket,
      StorageObject object,
      OptionalLong generation)
      throws IOException {
    GenericUrl url = new GenericUrl(client.getRootUrl() + "upload/" + client.getServicePath());
    url.appendRawPath("b/" + bucket + "/o");
    url.set("uploadType", "resumable");
    url.set("name", object.getName());
    generation.ifPresent(number -> url.set("ifGenerationMatch", number));
    GcsRetries.Tries tries = retries.start();
    while (true) {
      try {
        HttpRequest request =
            client
                .getRequestFactory()
                .buildPostRequest(url, new JsonHttpContent(client.getJsonFactory(), object));
        request.getHeaders().set("X-Upload-Content-Type", object.getContentType());
        HttpResponse answer = execute(client, request);
        answer.disconnect();
        String location = answer.getHeaders().getLocation();
        if (location == null) {
          throw new IOException("the service opened an upload without saying where");
        }
        return new GcsUpload(client, retries, new GenericUrl(location, true));
      } catch (IOException e) {
        if (!tries.again(e)) {
          throw e;
        }
      }
    }
  }

  /** Whether the object may be there although {@link #finish} failed. */
  boolean isInDoubt() {
    return inDoubt;
  }

  /** Sends a part that others follow. */
  void send(SourceParts.Part part) throws IOException {
    transfer(part, null);
  }

  /** Sends the last part, with the checksum of all, and makes the object. */
  StorageObject finish(SourceParts.Part part, long crc32c) throws IOException {
    return transfer(part, "crc32c=" + GcsObjects.crc32c(crc32c))
        .orElseThrow(() -> new IOException("the service does not end the upload"));
  }

  /** Throws away what was sent. */
  void cancel() throws IOException {
    HttpRequest request = client.getRequestFactory().buildDeleteRequest(session);
    request.setThrowExceptionOnExecuteError(false); // 499 is how Google says that it is done
    request.execute().disconnect();
  }

  private Optional<StorageObject> transfer(SourceParts.Part part, @Nullable String hash)
      throws IOException {
    GcsRetries.Tries tries = retries.start();
    int done = 0;
    boolean ask = false;
    while (true) {
      try {
        HttpResponse answer = ask ? ask() : put(part, done, hash);
        if (answer.getStatusCode() != RESUME_INCOMPLETE) {
          return Optional.of(answer.parseAs(StorageObject.class));
        }
        answer.disconnect();
        int kept = kept(answer, part);
        if (!part.last() && kept == part.length()) {
          return Optional.empty();
        }
        if (kept > done) {
          tries.progressed();
        } else if (!ask) {
          throw new IOException("the service keeps nothing of what it was sent");
        }
        done = kept;
        ask = false;
      } catch (IOException e) {
        inDoubt |= part.last() && GcsErrors.mayHaveHappened(e);
        if (!tries.again(e)) {
          throw e;
        }
        ask = true;
      }
    }
  }

  private HttpResponse put(SourceParts.Part part, int done, @Nullable String hash)
      throws IOException {
    int rest = part.length() - done;
    long from = part.offset() + done;
    long end = part.offset() + part.length();
    String total = part.last() ? Long.toString(end) : "*";
    HttpContent content =
        rest == 0 ? new EmptyContent() : new ByteArrayContent(TYPE, part.buffer(), done, rest);
    HttpRequest request = client.getRequestFactory().buildPutRequest(session, content);
    String range = rest == 0 ? "*" : from + "-" + (end - 1);
    request.getHeaders().setContentRange("bytes " + range + "/" + total);
    if (hash != null) {
      request.getHeaders().set("X-Goog-Hash", hash);
    }
    return execute(client, request);
  }

  private HttpResponse ask() throws IOException {
    HttpRequest request = client.getRequestFactory().buildPutRequest(session, new EmptyContent());
    request.getHeaders().setContentRange("bytes */*");
    return execute(client, request);
  }

  /** How many bytes of the part the service has. */
  private static int kept(HttpResponse answer, SourceParts.Part part) throws IOException {
    String range = answer.getHeaders().getRange();
    long all = 0;
    if (range != null) {
      try {
        all = Long.parseLong(range.substring(range.indexOf('-') + 1)) + 1;
      } catch (NumberFormatException e) {
        throw new IOException("the service keeps an unreadable range of an upload: " + range, e);
      }
    }
    long ofPart = all - part.offset();
    if (ofPart < 0 || ofPart > part.length()) {
      throw new IOException(
          "the service keeps %d bytes of an upload, which is outside of the part at %d"
              .formatted(all, part.offset()));
    }
    return (int) ofPart;
  }

  private static HttpResponse execute(Storage client, HttpRequest request) throws IOException {
    request.setParser(client.getObjectParser());
    request.setThrowExceptionOnExecuteError(false); // 308 is an answer
    request.setFollowRedirects(false);
    HttpResponse answer = request.execute();
    if (answer.isSuccessStatusCode() || answer.getStatusCode() == RESUME_INCOMPLETE) {
      return answer;
    }
    throw GoogleJsonResponseException.from(client.getJsonFactory(), answer);
  }
}
