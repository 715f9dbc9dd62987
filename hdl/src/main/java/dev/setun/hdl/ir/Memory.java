package dev.setun.hdl.ir;

import java.util.List;

/// A memory with its write ports. Reads are expressions ([Expr.Read]) and see the words as they
/// were before this cycle's writes. Where two ports write one word in one cycle the later port
/// wins.
public record Memory(MemoryDecl decl, List<Write> writes) {
  /// A write at the end of each cycle in which `enable` is 1; beyond the depth it has no effect.
  ///
  /// @param clock at whose edge it happens
  /// @param enable 1 bit
  /// @param address as many bits as the memory's addresses have
  /// @param data a word
  public record Write(Clock clock, Expr enable, Expr address, Expr data) {}

  public Memory {
    writes = List.copyOf(writes);
  }
}
