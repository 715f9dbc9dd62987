package dev.setun.hdl.ir;

/// The line of Java that declared something.
///
/// @param file the source file, without folders
/// @param line its line, from 1
/// @param method class and method, such as `Fifo.build`
public record Source(String file, int line, String method) {
  @Override
  public String toString() {
    return file + ":" + line;
  }
}
