package dev.setun.model.gguf;

import dev.setun.model.bytes.LittleEndian;
import dev.setun.model.bytes.NameIndex;
import dev.setun.traces.InputException;
import java.lang.foreign.MemorySegment;
import java.util.AbstractList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.RandomAccess;

/// The keys and values of a file, decoded when they are asked for. A typed method says which key
/// has which type when that is not the type asked for.
public final class GgufMetadata {
  private final String file;
  private final MemorySegment segment;
  private final NameIndex names;

  GgufMetadata(String file, MemorySegment segment, NameIndex names) {
    this.file = file;
    this.segment = segment;
    this.names = names;
  }

  /// The keys in the order of the file.
  public List<String> keys() {
    return Collections.unmodifiableList(new Keys());
  }

  private final class Keys extends AbstractList<String> implements RandomAccess {
    @Override
    public String get(int index) {
      return names.name(index);
    }

    @Override
    public int size() {
      return names.size();
    }
  }

  /// The value of a key, if there is one.
  public Optional<GgufValue> find(String key) {
    int index = names.find(key);
    if (index < 0) {
      return Optional.empty();
    }
    long at = names.end(index);
    GgufType type = GgufType.ofId(LittleEndian.getInt(segment, at));
    return Optional.of(Values.read(file, segment, at + 4, type));
  }

  /// A string.
  public Optional<String> text(String key) {
    Optional<GgufValue> found = find(key);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    if (found.get() instanceof GgufValue.Text(String value)) {
      return Optional.of(value);
    }
    throw wrongType(key, "a string", found.get());
  }

  /// An integer of any type, at most 2^63 - 1.
  public OptionalLong whole(String key) {
    Optional<GgufValue> found = find(key);
    if (found.isEmpty()) {
      return OptionalLong.empty();
    }
    if (found.get() instanceof GgufValue.Whole(GgufType type, long value)
        && (type != GgufType.UINT64 || value >= 0)) {
      return OptionalLong.of(value);
    }
    throw wrongType(key, "an integer up to 2^63 - 1", found.get());
  }

  /// A FLOAT32 or FLOAT64.
  public OptionalDouble real(String key) {
    Optional<GgufValue> found = find(key);
    if (found.isEmpty()) {
      return OptionalDouble.empty();
    }
    if (found.get() instanceof GgufValue.Real(GgufType _, double value)) {
      return OptionalDouble.of(value);
    }
    throw wrongType(key, "a floating-point number", found.get());
  }

  /// A truth value.
  public Optional<Boolean> bool(String key) {
    Optional<GgufValue> found = find(key);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    if (found.get() instanceof GgufValue.Bool(boolean value)) {
      return Optional.of(value);
    }
    throw wrongType(key, "a truth value", found.get());
  }

  /// An array of the given element type.
  public Optional<GgufArray> array(String key, GgufType elementType) {
    Optional<GgufValue> found = find(key);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    if (found.get() instanceof GgufArray array && array.elementType() == elementType) {
      return Optional.of(array);
    }
    throw wrongType(key, "an array of " + elementType, found.get());
  }

  private InputException wrongType(String key, String expected, GgufValue found) {
    String shown =
        switch (found) {
          case GgufArray array -> "an array of " + array.elementType();
          case GgufValue.Whole _, GgufValue.Real _, GgufValue.Bool _, GgufValue.Text _ ->
              found.type() + " " + Cursor.shown(found.toString());
        };
    return new InputException(file + ": key " + key, "expected " + expected + ", found " + shown);
  }
}
