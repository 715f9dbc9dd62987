package dev.setun.hdl.ir;

/// The shape of a memory: `depth` words of `width` bits. Compared by identity in a module.
///
/// @param depth words, 2 or more; addresses have [#addressWidth()] bits, and one beyond the depth
///   reads 0
/// @param width bits of a word, 1..65536
public record MemoryDecl(String name, int depth, int width, boolean signed, Source source) {
  /// Bits of an address: ceil(log2(depth)).
  public int addressWidth() {
    return 32 - Integer.numberOfLeadingZeros(depth - 1);
  }

  /// Whether every address of [#addressWidth()] bits names a word.
  public boolean addressesAllExist() {
    return depth == 1 << addressWidth();
  }
}
