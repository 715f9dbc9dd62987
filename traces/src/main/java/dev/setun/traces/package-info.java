/// Files that enter and leave Setun. Writers here are deterministic: the same values give the same
/// bytes, on any machine, in any locale. Readers check every length in a file before they allocate.
///
/// | file | class |
/// |---|---|
/// | a table, `.csv` | [CsvWriter], its columns are [Column]s with a [Unit] |
/// | numbers for NumPy, `.npy` | [NpyArray] |
/// | what happened when, for Perfetto, `.json` | [Timeline] |
/// | a memory image for Verilog's `$readmemh`, `.hex` | [MemoryImage] |
/// | anything else that programs read, `.json` | [Json] |
/// | a fingerprint of an input or an output | [FileDigest] |
///
/// A command that makes more than one file puts them into a [RunFolder]; one that makes one file
/// calls [AtomicFile]. Both write under a temporary name and rename, so a run that is stopped
/// leaves no half-written file under a name that somebody reads, and neither overwrites what is
/// there unless [Overwrite] says so.
///
/// Whatever the user gave and we cannot use ends in an [InputException].
@NullMarked
package dev.setun.traces;

import org.jspecify.annotations.NullMarked;
