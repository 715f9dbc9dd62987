package dev.setun.model.safetensors;

import dev.setun.model.bytes.NameIndex;
import dev.setun.traces.InputException;
import java.lang.foreign.MemorySegment;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Tensors that are spread over several files, each mapped on its own, by an index file
/// `{"weight_map": {tensor: file}, ...}`.
///
/// The map and the files must agree: each tensor of the map is in the file that it names, and the
/// files hold no other tensor. Nothing else of the index is used: `metadata.total_size` says
/// nothing that the files do not.
final class Shards implements Weights {
  /// Where Hugging Face keeps the map.
  static final String INDEX = "model.safetensors.index.json";

  private static final String MAP = "weight_map";
  private static final int MOST_SHARDS = 10_000;

  private final HfFiles files;
  private final String name;
  private final MemorySegment text;
  private final NameIndex names;

  /// Of each name, the number of its shard.
  private final int[] shardOf;

  private final List<String> shardNames = new ArrayList<>();
  private final List<SafetensorsFile> shards = new ArrayList<>();

  private Shards(HfFiles files, String name, MemorySegment text, int count) {
    this.files = files;
    this.name = name;
    this.text = text;
    this.names = new NameIndex(text, count);
    this.shardOf = new int[count];
  }

  /// Reads the index of a folder and opens its shards.
  ///
  /// @throws InputException if the index is no such map, a shard is missing or no safetensors file,
  ///   or map and shards do not agree
  static Shards open(HfFiles files) {
    String name = files.where(INDEX);
    MemorySegment text = files.required(INDEX);
    if (text.byteSize() > JsonCursor.MOST_BYTES) {
      throw new InputException(
          name, "expected at most " + JsonCursor.MOST_BYTES + " bytes, found " + text.byteSize());
    }
    JsonCursor cursor = new JsonCursor(name, text);
    cursor.requireUtf8();
    long start = findMap(name, cursor);
    cursor.seek(start);
    Shards result = new Shards(files, name, text, count(cursor));
    cursor.seek(start);
    result.readMap(cursor);
    result.requireAgreement();
    return result;
  }

  /// Looks at the whole text and gives the position of the map.
  private static long findMap(String name, JsonCursor cursor) {
    long start = -1;
    cursor.expect('{');
    if (!cursor.take('}')) {
      do {
        cursor.key();
        if (cursor.is(MAP)) {
          if (start >= 0) {
            throw new InputException(name, "expected " + MAP + " once, found it twice");
          }
          start = cursor.position();
        }
        cursor.skipValue();
      } while (cursor.more('}'));
    }
    cursor.requireEnd();
    if (start < 0) {
      throw new InputException(name, "expected " + MAP + ", found none");
    }
    return start;
  }

  private static int count(JsonCursor cursor) {
    int count = 0;
    cursor.expect('{');
    if (!cursor.take('}')) {
      do {
        cursor.key();
        cursor.string();
        count++;
      } while (cursor.more('}'));
    }
    return count;
  }

  private void readMap(JsonCursor cursor) {
    cursor.expect('{');
    if (cursor.take('}')) {
      return;
    }
    int shard = -1;
    do {
      cursor.key();
      cursor.requireName();
      if (!names.add(cursor.stringStart(), cursor.stringLength())) {
        throw new InputException(
            name + ": " + MAP + ": " + cursor.shownString(),
            "expected every tensor once, found it twice");
      }
      cursor.string();
      if (shard < 0 || !cursor.is(shardNames.get(shard))) {
        shard = shard(cursor);
      }
      shardOf[names.size() - 1] = shard;
    } while (cursor.more('}'));
  }

  /// The number of the shard that the cursor's string names, opened if it is new.
  private int shard(JsonCursor cursor) {
    for (int i = 0; i < shardNames.size(); i++) {
      if (cursor.is(shardNames.get(i))) {
        return i;
      }
    }
    if (shards.size() == MOST_SHARDS) {
      throw new InputException(
          name + ": " + MAP, "expected at most " + MOST_SHARDS + " shards, found more");
    }
    cursor.requireName();
    String file = cursor.rawString();
    if (!file.matches("[A-Za-z0-9_-][A-Za-z0-9._-]*")) {
      throw new InputException(
          name + ": " + MAP,
          "expected the name of a file in the same folder (letters, digits, . _ -), found "
              + cursor.shownString());
    }
    shards.add(SafetensorsFile.parse(files.where(file), files.required(file)));
    shardNames.add(file);
    return shards.size() - 1;
  }

  private void requireAgreement() {
    for (int i = 0; i < names.size(); i++) {
      SafetensorsFile shard = shards.get(shardOf[i]);
      if (shard.names().find(text, names.start(i), names.length(i)) < 0) {
        throw new InputException(
            shard.name(),
            "expected tensor "
                + NameIndex.shown(names.name(i))
                + ", which "
                + MAP
                + " puts here, found none");
      }
    }
    for (int shard = 0; shard < shards.size(); shard++) {
      requireMapped(shard);
    }
  }

  private void requireMapped(int shard) {
    SafetensorsFile file = shards.get(shard);
    NameIndex stored = file.names();
    for (int i = 0; i < stored.size(); i++) {
      int mapped = names.find(file.header(), stored.start(i), stored.length(i));
      if (mapped < 0 || shardOf[mapped] != shard) {
        throw new InputException(
            file.name() + ": tensor " + NameIndex.shown(stored.name(i)),
            "expected it in "
                + (mapped < 0 ? "no shard" : shardNames.get(shardOf[mapped]) + " alone")
                + ", by "
                + MAP
                + ", found it here");
      }
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public NameIndex names() {
    return names;
  }

  @Override
  public List<StoredTensor> tensors() {
    return new AbstractList<>() {
      @Override
      public StoredTensor get(int index) {
        return find(names.name(index)).orElseThrow();
      }

      @Override
      public int size() {
        return names.size();
      }
    };
  }

  @Override
  public Optional<StoredTensor> find(String tensor) {
    int index = names.find(tensor);
    return index < 0 ? Optional.empty() : shards.get(shardOf[index]).find(tensor);
  }
}
