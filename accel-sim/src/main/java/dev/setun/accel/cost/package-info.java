/// What a run costs: energy and area as intervals, each made of rows of the cost tables, whose
/// sources and confidence stay visible.
///
/// The chain is: a run gives an [dev.setun.accel.cost.Activity] (how often each
/// [dev.setun.accel.cost.Event] happened), [dev.setun.accel.cost.CostModel] multiplies each count
/// by the row of its event and adds up by [dev.setun.accel.cost.Component]. Leakage, the clock
/// tree, the controller and wires are not priced.
@NullMarked
package dev.setun.accel.cost;

import org.jspecify.annotations.NullMarked;
