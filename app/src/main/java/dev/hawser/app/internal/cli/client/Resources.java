package dev.hawser.app.internal.cli.client;

import dev.hawser.app.internal.cli.client.ApiClient.Payload;
import dev.hawser.app.internal.failure.OperatorError;
import dev.hawser.core.json.Json;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One collection of the API: members, projects, keys. Lists it page by page, adds to it, changes
 * and deletes what is in it. Throws like {@link ApiClient}.
 */
public final class Resources {
  private static final int LARGEST_PAGE = 200;
  private static final int NOT_FOUND = 404;

  /** One of a collection, as the API tells of it. */
  public record Item(Map<?, ?> json) {
    /**
     * A text.
     *
     * @throws OperatorError when it is not there
     */
    public String text(String field) {
      return new Fields(json).text(field);
    }

    /**
     * A whole number.
     *
     * @throws OperatorError when it is not there
     */
    public long number(String field) {
      return new Fields(json).number(field);
    }

    /** A text, or an empty one. */
    public String textOrNone(String field) {
      return new Fields(json).textOr(field, "");
    }

    /**
     * What is inside it.
     *
     * @throws OperatorError when it is not there
     */
    public Item item(String field) {
      return new Item(new Fields(json).object(field).json());
    }

    /** What is in a list of it. */
    public List<Item> items(String field) {
      return new Fields(json).objects(field).stream().map(one -> new Item(one.json())).toList();
    }

    /** The texts in a list of it; none when there is no list. */
    public List<String> texts(String field) {
      return new Fields(json).texts(field);
    }

    /** Whether it is true. */
    public boolean isTrue(String field) {
      return new Fields(json).isTrue(field);
    }

    /** A moment, if there is one. */
    public Optional<Instant> moment(String field) {
      return Optional.ofNullable(new Fields(json).optionalInstant(field));
    }
  }

  private final ApiClient client;
  private final String root;

  private Resources(ApiClient client, String root) {
    this.client = client;
    this.root = root;
  }

  /** Of the organization or of the caller: {@code members}, {@code me/tokens}. */
  public static Resources of(ApiClient client, String name) {
    return new Resources(client, "/api/v1/" + name);
  }

  /** Of the project: {@code api-keys}. */
  public static Resources ofProject(ApiClient client, String name) {
    String project = ProjectApi.open(client).project();
    return of(client, "projects/" + ProjectApi.encoded(project) + "/" + name);
  }

  /** Of one of the organization's: {@code members} of a team. */
  public static Resources ofOne(ApiClient client, String collection, String id, String name) {
    return of(client, collection + "/" + ProjectApi.encoded(id) + "/" + name);
  }

  /** At most so many, in the order of the list; says how many there were. */
  public int list(Map<String, String> filter, int limit, Consumer<Item> each) {
    int left = limit;
    String cursor = null;
    do {
      Fields page = page(filter, Math.min(left, LARGEST_PAGE), cursor);
      for (Fields item : page.objects("items")) {
        each.accept(new Item(item.json()));
        left--;
      }
      cursor = page.optionalText("nextCursor");
    } while (cursor != null && left > 0);
    return limit - left;
  }

  private Fields page(Map<String, String> filter, int limit, @Nullable String cursor) {
    Map<String, String> query = new LinkedHashMap<>(filter);
    query.put("limit", Integer.toString(limit));
    if (cursor != null) {
      query.put("cursor", cursor);
    }
    return client.get(root + ProjectApi.query(query)).fields();
  }

  /** Adds one. */
  public Item create(Map<String, ? extends @Nullable Object> fields) {
    return new Item(client.postOnce(root, Payload.json(Json.write(fields))).fields().json());
  }

  /** Changes some fields of one; a field that is null is cleared. */
  public void change(String id, Map<String, ? extends @Nullable Object> fields) {
    client.patch(path(id), Payload.json(Json.write(fields)));
  }

  /** Changes some fields of what there is only one of: {@code organization}. */
  public void change(Map<String, ? extends @Nullable Object> fields) {
    client.patch(root, Payload.json(Json.write(fields)));
  }

  /** Replaces one, or adds it. */
  public Item put(String id, Map<String, ? extends @Nullable Object> fields) {
    return new Item(client.put(path(id), Payload.json(Json.write(fields)), null).fields().json());
  }

  /** Adds one that is there already: a member to a team. */
  public void add(String id) {
    client.put(path(id), Payload.NONE, null);
  }

  /** Replaces a picture. */
  public void putImage(String id, byte[] image) {
    client.put(path(id), new Payload("application/octet-stream", image), null);
  }

  /** Deletes one; gives what the API says to it. */
  public Optional<Item> delete(String id) {
    ApiAnswer answer = client.delete(path(id));
    return answer.text().isEmpty()
        ? Optional.empty()
        : Optional.of(new Item(answer.fields().json()));
  }

  /** Deletes one as a query says it. */
  public Item delete(String id, Map<String, String> query) {
    return new Item(client.delete(path(id) + ProjectApi.query(query)).fields().json());
  }

  /** What there is only one of: {@code organization}. */
  public Item get() {
    return new Item(client.get(root).fields().json());
  }

  /** One of them. */
  public Item get(String id) {
    return new Item(client.get(path(id)).fields().json());
  }

  /** One of them, if it is there. */
  public Optional<Item> find(String id) {
    try {
      return Optional.of(get(id));
    } catch (ApiError e) {
      if (e.status() == NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** Does something with one: {@code archive}. */
  public Item act(String id, String action) {
    Payload nothing = Payload.json(Json.write(Map.of()));
    return new Item(client.postOnce(path(id) + "/" + action, nothing).fields().json());
  }

  private String path(String id) {
    return root + "/" + ProjectApi.encoded(id);
  }
}
