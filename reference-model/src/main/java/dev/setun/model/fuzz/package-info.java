/// A fuzzer for the file formats: it changes small good files in many ways and reads each in
/// memory. Every input must end in a result or in one line that says what is wrong with it, within
/// a second and with no more than twice its size of memory.
///
/// [FormatFuzzer] runs it; a [FuzzTarget] is one format: good files, where their numbers are, and
/// the reader. The feedback that guides it is where an input was refused (class, line and callers)
/// or what kind of file it was taken for: an input that gets somewhere new is kept and changed
/// further.
@NullMarked
package dev.setun.model.fuzz;

import org.jspecify.annotations.NullMarked;
