package dev.hawser.workflows.internal.expression;

import com.google.common.primitives.UnsignedLong;
import dev.cel.common.types.TypeType;
import dev.cel.common.values.CelByteString;
import dev.cel.common.values.NullValue;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.AbstractList;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.RandomAccess;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * JSON trees as CEL sees them, and back. Objects and lists are wrapped, not copied; their members
 * are wrapped when they are read. CEL has its own null, and of numbers only 64-bit integers and
 * doubles.
 */
final class JsonView {
  private static final BigInteger MIN_LONG = BigInteger.valueOf(Long.MIN_VALUE);
  private static final BigInteger MAX_LONG = BigInteger.valueOf(Long.MAX_VALUE);

  private JsonView() {}

  /** What CEL sees of a JSON value. */
  static Object wrap(@Nullable Object json) {
    return switch (json) {
      case null -> NullValue.NULL_VALUE;
      case Map<?, ?> map -> new ObjectView(map);
      case List<?> list -> new ListView(list);
      case Integer number -> number.longValue();
      case BigInteger number ->
          number.compareTo(MIN_LONG) >= 0 && number.compareTo(MAX_LONG) <= 0
              ? (Object) number.longValue()
              : (Object) number.doubleValue();
      case BigDecimal number -> number.doubleValue();
      default -> json;
    };
  }

  /** Whether a value shows a part of the data, and is not something that was computed. */
  static boolean isView(@Nullable Object value) {
    return value instanceof ObjectView || value instanceof ListView;
  }

  /**
   * The JSON value of a view or of what is neither a list nor an object.
   *
   * @throws FunctionFailure when JSON has no form for it
   */
  static @Nullable Object unwrap(@Nullable Object value) {
    return switch (value) {
      case null -> null;
      case NullValue ignored -> null;
      case String text -> text;
      case Long number -> number;
      case Boolean bool -> bool;
      case Double number -> {
        if (!Double.isFinite(number)) {
          throw new FunctionFailure("the result is " + number + ", which JSON cannot hold");
        }
        yield number;
      }
      case ObjectView view -> view.json;
      case ListView view -> view.json;
      case Instant time -> time.toString();
      case Duration duration -> duration.toString();
      case CelByteString bytes -> {
        Budget.current().text(2L * bytes.size());
        yield Base64.getEncoder().encodeToString(bytes.toByteArray());
      }
      case UnsignedLong number ->
          number.bigIntegerValue().compareTo(MAX_LONG) <= 0
              ? (Object) number.longValue()
              : number.bigIntegerValue();
      case Integer number -> number.longValue();
      case TypeType type -> type.containingTypeName();
      default -> throw new FunctionFailure("the result is not a JSON value");
    };
  }

  private static final class ObjectView extends AbstractMap<Object, Object> {
    private final Map<?, ?> json;

    ObjectView(Map<?, ?> json) {
      this.json = json;
    }

    /** CEL writes values into its messages, of which none is shown. */
    @Override
    public String toString() {
      return "{…}";
    }

    @Override
    public @Nullable Object get(Object key) {
      Object value = json.get(key);
      return value != null || json.containsKey(key) ? wrap(value) : null;
    }

    @Override
    public boolean containsKey(Object key) {
      return json.containsKey(key);
    }

    @Override
    public int size() {
      return json.size();
    }

    @Override
    public Set<Entry<Object, Object>> entrySet() {
      return new AbstractSet<>() {
        @Override
        public int size() {
          return json.size();
        }

        @Override
        public Iterator<Entry<Object, Object>> iterator() {
          var entries = json.entrySet().iterator();
          return new Iterator<>() {
            @Override
            public boolean hasNext() {
              return entries.hasNext();
            }

            @Override
            public Entry<Object, Object> next() {
              var entry = entries.next();
              return Map.entry(entry.getKey(), wrap(entry.getValue()));
            }
          };
        }
      };
    }
  }

  private static final class ListView extends AbstractList<Object> implements RandomAccess {
    private final List<?> json;

    ListView(List<?> json) {
      this.json = json;
    }

    /** CEL writes values into its messages, of which none is shown. */
    @Override
    public String toString() {
      return "[…]";
    }

    @Override
    public Object get(int index) {
      return wrap(json.get(index));
    }

    @Override
    public int size() {
      return json.size();
    }
  }
}
