package dev.setun.hdl.sim;

/// An engine: the values of a flat design and the two things that change them. Words are 64 bits,
/// word 0 the least significant, bits beyond the width zero.
interface Machine {
  /// Word `word` of a slot.
  long word(int slot, int word);

  /// Sets a word of a slot that no statement drives.
  void setWord(int slot, int word, long bits);

  /// Word `word` of a word of a memory.
  long memoryWord(int memory, int address, int word);

  /// Sets a word of a word of a memory.
  void setMemoryWord(int memory, int address, int word, long bits);

  /// Runs the combinational statements.
  void settle();

  /// A rising clock edge after [#settle()].
  ///
  /// @param reset whether rst is 1
  void clock(boolean reset);
}
