package dev.setun.hdl;

import dev.setun.hdl.ir.Expr;
import dev.setun.hdl.ir.MemoryDecl;

/// A memory of words. A write takes effect at the end of the cycle; reads in that cycle see the
/// word as it was. After power-up the words are unknown (zero in the simulator); reset does not
/// change them.
///
/// @param <T> the type of a word
public final class Memory<T extends Signal<T>> {
  /// What a registered read gives when its address is written in the same cycle.
  public enum ReadDuringWrite {
    /// The word as it was before the write.
    OLD_WORD,
    /// The word that is being written.
    NEW_WORD
  }

  private final CircuitBuilder builder;
  private final MemoryDecl decl;
  private final Type<T> type;

  Memory(CircuitBuilder builder, MemoryDecl decl, Type<T> type) {
    this.builder = builder;
    this.decl = decl;
    this.type = type;
  }

  /// Bits of an address: ceil(log2(depth)).
  public int addressWidth() {
    return decl.addressWidth();
  }

  /// The type of an address.
  public Type<UInt> addressType() {
    return Type.uint(addressWidth());
  }

  /// The word at an address in the same cycle; 0 beyond the depth.
  ///
  /// @throws HdlException if the address has not [#addressWidth()] bits
  public T read(UInt address) {
    return type.of(word(address));
  }

  /// A register that takes the word at `address` at the end of each cycle, or under the conditions
  /// of the enclosing [Circuit#when] and holds otherwise. With `NEW_WORD` all writes must have been
  /// described before.
  ///
  /// @param name the name of the register
  /// @throws HdlException if the address has not [#addressWidth()] bits
  public T readRegistered(String name, UInt address, ReadDuringWrite mode) {
    Expr word =
        switch (mode) {
          case OLD_WORD -> word(address);
          case NEW_WORD -> builder.bypass(decl, address.expr(), word(address));
        };
    Driven register = builder.registerNet(name, type, java.util.Optional.empty());
    register.drive(word);
    return type.of(register);
  }

  /// Writes at the end of each cycle, or under the conditions of the enclosing [Circuit#when].
  /// Beyond the depth nothing is written. Where two writes of one cycle meet, the one described
  /// later wins.
  ///
  /// @throws HdlException if the address or the data have the wrong width
  public void write(UInt address, T data) {
    checkAddress(address);
    if (data.width() != decl.width()) {
      throw Errors.at("memory " + decl.name() + ": expected a word of " + type + ", found " + data);
    }
    builder.write(decl, address.expr(), data.expr());
  }

  private Expr word(UInt address) {
    checkAddress(address);
    return new Expr.Read(decl, address.expr());
  }

  private void checkAddress(UInt address) {
    if (address.width() != addressWidth()) {
      throw Errors.at(
          "memory "
              + decl.name()
              + " of "
              + decl.depth()
              + " words: expected an address of "
              + addressType()
              + ", found "
              + address);
    }
    boolean beyond =
        address.expr() instanceof Expr.Constant constant
            && constant.value().longValueExact() >= decl.depth();
    if (beyond) {
      throw Errors.at(
          "memory "
              + decl.name()
              + ": expected an address in 0.."
              + (decl.depth() - 1)
              + ", found a constant beyond");
    }
  }
}
