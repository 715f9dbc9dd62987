/// What a run leaves behind: the folder with `run.json`, `summary.json`, `summary.md`, `ops.csv`,
/// `timeline.json`, `report.html`.
@NullMarked
package dev.setun.workbench.report;

import org.jspecify.annotations.NullMarked;
