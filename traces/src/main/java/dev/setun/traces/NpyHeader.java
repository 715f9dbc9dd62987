package dev.setun.traces;

import dev.setun.traces.NpyArray.Element;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The header of a `.npy` file of version 1.0: magic, version, length, then a Python dictionary
/// padded with spaces so that the values start at a multiple of 64 bytes.
///
/// @param element type of the values
/// @param shape sizes, outermost first
/// @param bytes length of the header, from the magic to the first value
record NpyHeader(Element element, List<Integer> shape, int bytes) {
  static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};
  static final int PREFIX_BYTES = MAGIC.length + 2;
  private static final int ALIGNMENT_BYTES = 64;

  // As numpy.lib.format writes it: keys sorted, one comma after a single dimension.
  private static final Pattern DICTIONARY =
      Pattern.compile(
          "\\{'descr': '([^']*)', 'fortran_order': (True|False),"
              + " 'shape': \\(((?:\\d{1,18}, )*\\d{1,18},?)?\\),? ?\\} *\n?");

  /// The header that NumPy writes for this type and shape.
  static byte[] bytes(Element element, List<Integer> shape) {
    String dimensions = shape.stream().map(String::valueOf).collect(Collectors.joining(", "));
    String dictionary =
        "{'descr': '"
            + element.descriptor()
            + "', 'fortran_order': False, 'shape': ("
            + dimensions
            + (shape.size() == 1 ? ",)" : ")")
            + ", }";
    int unpadded = PREFIX_BYTES + dictionary.length() + 1;
    int padding = Math.floorMod(-unpadded, ALIGNMENT_BYTES);
    int length = unpadded + padding - PREFIX_BYTES;
    if (length > 0xffff) {
      throw new IllegalArgumentException("a shape of " + shape.size() + " dimensions is too long");
    }
    String text = dictionary + " ".repeat(padding) + "\n";
    return ByteBuffer.allocate(PREFIX_BYTES + length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(MAGIC)
        .putShort((short) length)
        .put(text.getBytes(StandardCharsets.US_ASCII))
        .array();
  }

  /// Reads the dictionary of a header.
  ///
  /// @param where the file, for errors
  static NpyHeader parse(String where, String dictionary) {
    Matcher match = DICTIONARY.matcher(dictionary);
    if (!match.matches()) {
      throw new InputException(
          where, "expected the header of a .npy file, found \"" + dictionary.strip() + "\"");
    }
    if (match.group(2).equals("True")) {
      throw new InputException(where, "expected row-major order, found fortran_order True");
    }
    return new NpyHeader(
        element(where, match.group(1)),
        shape(where, match.group(3)),
        PREFIX_BYTES + dictionary.length());
  }

  /// Values in the array.
  int size() {
    return Math.toIntExact(product(shape));
  }

  /// Checks a shape against the number of values and makes it unmodifiable.
  static List<Integer> requireShape(List<Integer> shape, int values) {
    if (shape.stream().anyMatch(size -> size < 0) || product(shape) != values) {
      throw new IllegalArgumentException(
          "expected a shape of " + values + " values, found " + shape);
    }
    return List.copyOf(shape);
  }

  private static Element element(String where, String descriptor) {
    for (Element element : Element.values()) {
      if (element.descriptor().equals(descriptor)) {
        return element;
      }
    }
    throw new InputException(where, "expected descr <f4, |i1 or <i4, found " + descriptor);
  }

  private static List<Integer> shape(String where, @Nullable String text) {
    if (text == null) {
      return List.of();
    }
    List<Long> sizes = Pattern.compile(",\\s*").splitAsStream(text).map(Long::valueOf).toList();
    if (sizes.stream().anyMatch(size -> size > Integer.MAX_VALUE)
        || product(sizes) > Integer.MAX_VALUE - 8) {
      throw new InputException(
          where, "expected fewer than 2147483640 values, found shape (" + text + ")");
    }
    return sizes.stream().map(Math::toIntExact).toList();
  }

  // Saturates, so that a shape of huge sizes cannot wrap around to a small product.
  private static long product(List<? extends Number> sizes) {
    long product = 1;
    for (Number size : sizes) {
      long high = Math.multiplyHigh(product, size.longValue());
      product *= size.longValue();
      if (high != 0 || product < 0) {
        product = Long.MAX_VALUE;
      }
    }
    return sizes.stream().anyMatch(size -> size.longValue() == 0) ? 0 : product;
  }
}
