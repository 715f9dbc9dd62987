/// Golden vectors for somebody else's hardware: what one operation of a model's forward pass got
/// and gave, as files that other tools read, with a test bench that drives a device with them.
///
/// [dev.setun.workbench.golden.GoldenRun] runs a prompt and keeps what it saw; it gives a
/// [dev.setun.workbench.golden.VectorSet] for each operation;
/// [dev.setun.workbench.golden.GoldenFolder] writes them with a manifest. `docs/golden.md`
/// describes the files.
@NullMarked
package dev.setun.workbench.golden;

import org.jspecify.annotations.NullMarked;
